"""Sources that try to fail, to hang, or to leave a trace outside the process of a review."""

from __future__ import annotations

HEAD = """
import boto3, os, socket, subprocess, signal, sys, ctypes, threading, shutil, gc, builtins, inspect
client = boto3.client("storagegateway")
"""
MARK = "@FILE@"
"""Stands for the path of a file that must not come into being."""

# What a handler does as soon as it has the error.
IN_HANDLER = [
    "open('@FILE@', 'w').write('x')",
    "os.system('touch @FILE@')",
    "os.open('@FILE@', os.O_CREAT)",
    "subprocess.run(['touch', '@FILE@'])",
    "__import__('os').system('touch @FILE@')",
    "exec(\"import os; os.system('touch @FILE@')\")",
    "eval(\"__import__('os').system('touch @FILE@')\")",
    "compile('1', 'x', 'exec')",
    "().__class__.__bases__[0].__subclasses__()[0]('@FILE@')",
    "[c for c in object.__subclasses__() if c.__name__ == 'Popen'][0](['touch', '@FILE@'])",
    "e.__traceback__.tb_frame.f_globals['__builtins__']['open']('@FILE@', 'w')",
    "e.__traceback__.tb_frame.f_back.f_globals['os'].system('touch @FILE@')",
    "(x for x in ()).gi_frame.f_back.f_builtins['open']('@FILE@', 'w')",
    "(lambda: 0).__globals__['__builtins__']['open']('@FILE@', 'w')",
    "print.__self__.open('@FILE@', 'w')",
    "isinstance.__globals__['sys'].modules['os'].system('touch @FILE@')",
    "getattr(e, '__cl' + 'ass__').mro()[-1].__subclasses__()",
    "getattr(getattr(e, '__traceback__'), 'tb_frame').f_globals['open']('@FILE@', 'w')",
    "'{0.__class__.__init__.__globals__}'.format(e)",
    "'{e.__traceback__.tb_frame}'.format_map({'e': e})",
    "str.format('{0.__class__}', e)",
    "f'{e.__class__.__mro__[-1].__subclasses__()}'",
    "type('X', (object,), {'__del__': lambda self: open('@FILE@', 'w')})()",
    "socket.create_connection(('127.0.0.1', 9))",
    "socket.socket().connect(('127.0.0.1', 9))",
    "os.kill(os.getppid(), signal.SIGTERM)",
    "signal.signal(signal.SIGVTALRM, signal.SIG_IGN)",
    "os.environ['SGW_TRACE'] = '1'",
    "os.putenv('SGW_TRACE', '1')",
    "os.fork()",
    "threading.Thread(target=lambda: open('@FILE@', 'w')).start()",
    "ctypes.string_at(0)",
    "sys.modules['os'].system('touch @FILE@')",
    "sys.stdout.write('{\"at\": 1}')",
    "sys.setrecursionlimit(10**9)",
    "gc.get_objects()",
    "builtins.open('@FILE@', 'w')",
    "globals()['__builtins__']['open']('@FILE@', 'w')",
    "import os as o; o.system('touch @FILE@')",
    "from os import system; system('touch @FILE@')",
    "shutil.rmtree('@FILE@')",
    "client._endpoint.http_session.send('x')",
    "breakpoint()",
    "input('name? ')",
    "del client; del e",
    "raise e from os",
    "raise 3",
    "e.args = e; raise e",
    "e.response = None; e.response['Error']",
    "e.__class__ = int",
    "x = []; x.append(x); return x",
    "x = {}; x['x'] = x; return x",
    "return 'x' * 10**12",
    "return [0] * 10**12",
    "9 ** 9 ** 9",
    "1 << 10**12",
    "int('9' * 10**6)",
    "'%0999999999d' % 1",
    "getattr(e, f'')(); getattr(e, '__' + os.name); getattr(e, e or 'x')",
    "e.__cause__.__init__.__globals__['os'].system('touch @FILE@')",
    "import queue; queue.Empty.__init__ = lambda *a: open('@FILE@', 'w')",
    "import json; json.loads('[' * 100000); json.loads.__wrapped__",
    "d = {}; d[e] = d; d.open = d; d[f'<{d}>'](d)",
    "f'{1:999999999}'",
]
# What takes long.
ENDLESS = [
    "while True: pass",
    "while True:\n            try: 1 / 0\n            except BaseException: pass",
    "while True:\n            try: 1 / 0\n            finally: continue",
    "[x for x in iter(int, 1)]",
    "sum(iter(int, 1))",
    "list(iter(int, 1))",
    "def again(): return again()\n        again()",
    "def again():\n            try: return again()\n            except BaseException: return again()\n        again()",
    "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    "x = 'a'\n        while True: x += x",
    "import itertools\n        for x in itertools.count(): pass",
    "import tenacity\n        for each in tenacity.Retrying():\n            with each: 1 / 0",
    "import pytest\n        with pytest.raises(ValueError, match='(a+)+$'): raise ValueError('a' * 40 + 'b')",
    "class Loop:\n            def __bool__(self): return bool(self)\n        bool(Loop())",
    "class Loop:\n            def __eq__(self, other): return other == self\n        Loop() == Loop()",
    "class Loop:\n            def __str__(self):\n                while True: pass\n        f'{Loop()}'",
    "class Loop:\n            def __iter__(self):\n                while True: yield self\n        for x in Loop(): pass",
]
# What stands in the module. The call comes after it.
IN_MODULE = [
    "open('@FILE@', 'w')",
    "LOG = open('@FILE@', 'w')",
    "class A(type): pass\nclass B(metaclass=A): open('@FILE@', 'w')",
    "class A:\n    x = [c for c in object.__subclasses__()]",
    "def f(x=open('@FILE@', 'w')): pass",
    "@open\ndef f(): pass",
    "@(lambda f: os.system('touch @FILE@'))\ndef f(): pass",
    "import antigravity, this",
    "from evil import *",
    "isinstance = getattr = print = str = type = None",
    "ClientError = Exception = BaseException = None",
    "client = None",
    "class client: exceptions = 3",
    "__builtins__ = {}",
    "__name__ = 3; __file__ = 4",
    "class A(A): pass\nclass B(C): pass\nclass C(B): pass",
    "class A:\n    def __init_subclass__(cls): open('@FILE@', 'w')\nclass B(A): pass",
    "class A:\n    __slots__ = ('x',)\n    def __getattr__(self, name): return getattr(self, name)",
    "class A(Exception):\n    def __init__(self): raise self\n    def __str__(self): return 3",
    "while True: pass",
    "for x in iter(int, 1): pass",
    "X = 9 ** 9 ** 9",
    "X = list(iter(int, 1))",
    "X = 'x' * 10**12",
    "def f(x=[y for y in iter(int, 1)]): pass",
    "def f(): f()\nX = f()",
    "X = [[]]; X[0].append(X); X.append(X)",
    "raise SystemExit",
    "sys.exit(3)",
    "os._exit(3)",
    "os.abort()",
    "yield_ = lambda: (yield)",
    "X: int = 3; Y: 'os.system(1)'",
    "async def f(): return [x async for x in f()]",
    "def outer(**named): named['a']['b'].open('@FILE@', 'w')\nouter()",
    "x = x[0]; y = lambda: y(); z, z = y(); [z for z in z]; z.list_volumes(); y().list_volumes()",
    "X = {key: value for key, value in iter(int, 1)}",
    # Each name may come from many others, and in the end from itself.
    "\n".join(f"x{n} = x{n + 1} or x{n + 2} or x{n // 2}" for n in range(60))
    + "\nx0.list_volumes()",
    "match client:\n    case object(__class__=c): c",
    "def a(): b()\ndef b(): c()\ndef c(): a()\ndef d(): call()\ndef call2(): call(); d()",
    "\n".join(f"def f{n}(): call()" for n in range(200)),
    "X = " + "(" * 90 + ")" * 90,
    "X = " + "-" * 500 + "1",
    "X = " + "[" * 90 + "]" * 90,
    "X = " + "+".join("1" * 500),
    "X = '" + "x" * 1_000_000 + "'",
    "X = " + "a." * 900 + "b",
    "X = " + "a(" * 90 + ")" * 90,
    "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 90)) + " " * 90 + "pass",
    "\n".join(f"x{n} = {n}" for n in range(5_000)),
]
# What isn't reviewed, but refused.
REFUSED = [
    "x = (\n",
    "\n" + "(" * 5_000,
    "\n" + "-" * 300_000 + "1",
    "\n" + "[" * 100_000,
    "\n\0",
    "\n\ud800",
    "\nx = '\ud800'\ny = (",
    "# coding: no-such\n(",
    "\nreturn return",
    "\n" + "x = 1\n" * 10 + "\tx",
    "\n" + "a." * 100_000 + "b",
    "\n" + "not " * 100_000 + "x",
    f"{HEAD}def f():\n    print(client)\n    global client\n    client.refresh_cache()\n",
]


def sources() -> list[str]:
    """Return all hostile sources but those that take long."""
    return [*map(in_handler, IN_HANDLER), *map(in_module, IN_MODULE)]


def in_handler(body: str) -> str:
    """Return a source whose handler does something."""
    return (
        f"{HEAD}def call():\n    try:\n        return client.refresh_cache(FileShareARN='a')\n"
        f"    except Exception as e:\n        {body}\n"
    )


def in_module(body: str) -> str:
    """Return a source whose module does something."""
    return f"{HEAD}{body}\n{in_handler('pass').removeprefix(HEAD)}"
