# The SDK for Ruby, version 1: calls operations, and returns what programs print of the error.
# Input and output are as in boto.py.

require "json"
require "logger"
require "stringio"
require "uri"
require "aws/core"
require "aws/storage_gateway"

def snake(name)
  AWS::Core::Inflection.ruby_name(name)
end

FORMS = {
  "message" => ->(error, _) { error.message },
  "inspect" => ->(error, _) { error.inspect },
  "full-message" => ->(error, _) { error.full_message(highlight: false) },
  "log" => ->(_, log) { log.string },
}

def call(job, log)
  address = URI(job["url"])
  client = AWS::StorageGateway.new(
    access_key_id: "AKIDEXAMPLE", secret_access_key: "secret", region: "us-east-1",
    storage_gateway_endpoint: address.host, storage_gateway_port: address.port, use_ssl: false,
    max_retries: 1, logger: Logger.new(log),
  ).client
  input = job["input"].to_h { |name, value| [snake(name).to_sym, value] }
  client.public_send(snake(job["operation"]), input)
end

def run(job)
  log = StringIO.new
  call(job, log)
  raise "no error came of #{job}"
rescue AWS::Errors::Base => error
  job["forms"].to_h { |form| [form, FORMS.fetch(form).call(error, log)] }
end

puts JSON.dump(JSON.parse($stdin.read).map { |job| run(job) })
