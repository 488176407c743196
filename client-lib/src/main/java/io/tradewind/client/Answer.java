package io.tradewind.client;

import java.net.URI;

/**
 * A body with values of its headers.
 *
 * @param status HTTP status, such as 201
 * @param etag the version of the resource, to be sent back as If-Match; or null
 * @param location of the resource, or null
 */
public record Answer<T>(int status, String etag, URI location, T body) {}
