/** The OpenAPI document: written by the code, strict as our reader is, with examples. */
package io.tradewind.http.openapi;
