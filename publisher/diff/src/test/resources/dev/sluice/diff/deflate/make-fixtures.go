// Made the streams beside it whose names begin with go, with Go 1.19.8:
//
//	go run make-fixtures.go
//
// Each is named by its level.
package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"os"
)

var state = 1

func below(limit int) int {
	state = state * 48271 % 2147483647
	return state % limit
}

// Text whose tokens are many and cheap, so that it has several blocks and moves Go's window.
func text(bytes int) []byte {
	var text []byte
	var phrases [24][]byte
	for i := range phrases {
		for length := 4 + below(4); length > 0; length-- {
			phrases[i] = append(phrases[i], byte(97+below(26)))
		}
	}
	for len(text) < bytes {
		text = append(text, phrases[below(3)+below(2)*3*(len(text)*7/bytes)]...)
		if below(2) > 0 {
			text = append(text, byte(48+below(2)))
		}
		if below(2000) == 0 {
			phrases[below(len(phrases))][0]++
		}
	}
	for i := 0; i < 100; i++ {
		text = append(text, byte(below(256)))
	}
	return text
}

func main() {
	for _, level := range []int{1, 2, 6} {
		state = level
		length := 72000
		if level == 6 {
			length = 210000
		}
		var stream bytes.Buffer
		writer, _ := flate.NewWriter(&stream, level)
		writer.Write(text(length))
		writer.Close()
		os.WriteFile(fmt.Sprintf("go-%d.deflate", level), stream.Bytes(), 0o644)
	}
}
