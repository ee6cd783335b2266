// The SDK for Go, version 2: calls operations, and returns what programs print of the error.
// Input and output are as in boto.py.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/storagegateway"
	"github.com/aws/smithy-go"
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
		log.New(&out, "", log.LstdFlags|log.LUTC).Printf("[ERROR] cleanup: %v", err)
		return out.String()
	},
	"terraform": func(err error) string {
		return strings.ReplaceAll(
			fmt.Sprintf("\nError: managing Storage Gateway (sgw-12A3456B): %s\n", err), "\n", "\n│ ")
	},
	"api-error": func(err error) string {
		var failed smithy.APIError
		errors.As(err, &failed)
		return failed.Error()
	},
}

func call(one job) error {
	client := reflect.ValueOf(storagegateway.New(storagegateway.Options{
		Region:           "us-east-1",
		Credentials:      credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		EndpointResolver: storagegateway.EndpointResolverFromURL(one.URL),
		Retryer: retry.NewStandard(func(options *retry.StandardOptions) {
			options.MaxAttempts = 2
		}),
		ClientLogMode: aws.ClientLogMode(0),
	}))
	method := client.MethodByName(one.Operation)
	input := reflect.New(method.Type().In(1).Elem())
	if err := json.Unmarshal(one.Input, input.Interface()); err != nil {
		panic(err)
	}
	given := []reflect.Value{reflect.ValueOf(context.Background()), input}
	err, _ := method.Call(given)[1].Interface().(error)
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
