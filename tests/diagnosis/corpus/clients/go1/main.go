// The SDK for Go, version 1: calls operations, and returns what programs print of the error.
// Input and output are as in boto.py.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/storagegateway"
)

type job struct {
	URL       string
	Operation string
	Input     json.RawMessage
	Forms     []string
}

var forms = map[string]func(error) string{
	"error": func(err error) string { return err.Error() },
	"log": func(err error) string {
		var out bytes.Buffer
		log.New(&out, "", log.LstdFlags).Printf("[ERROR] cleanup: %v", err)
		return out.String()
	},
	"terraform": func(err error) string {
		return strings.ReplaceAll(
			fmt.Sprintf("\nError: managing Storage Gateway (sgw-12A3456B): %s\n", err), "\n", "\n│ ")
	},
	"go-syntax": func(err error) string { return fmt.Sprintf("%+v", err) },
	"code-and-message": func(err error) string {
		failed := err.(awserr.Error)
		return fmt.Sprintf("%s: %s", failed.Code(), failed.Message())
	},
}

func call(one job) error {
	settings := aws.NewConfig().WithEndpoint(one.URL).WithRegion("us-east-1").WithMaxRetries(1).
		WithCredentials(credentials.NewStaticCredentials("AKIDEXAMPLE", "secret", ""))
	client := reflect.ValueOf(storagegateway.New(session.Must(session.NewSession(settings))))
	method := client.MethodByName(one.Operation)
	input := reflect.New(method.Type().In(0).Elem())
	if err := json.Unmarshal(one.Input, input.Interface()); err != nil {
		panic(err)
	}
	err, _ := method.Call([]reflect.Value{input})[1].Interface().(error)
	return err
}

func main() {
	var jobs []job
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		panic(err)
	}
	told := make([]map[string]string, len(jobs))
	for i, one := range jobs {
		err := call(one)
		told[i] = map[string]string{}
		for _, form := range one.Forms {
			told[i][form] = forms[form](err)
		}
	}
	json.NewEncoder(os.Stdout).Encode(told)
}
