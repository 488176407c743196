/** The OpenAPI document: generated from the code, as strict as our parser, with examples. */
package io.tradewind.http.openapi;
