package io.tradewind.client;

import java.net.URI;

/**
 * A body with what its headers say.
 *
 * @param status HTTP status, such as 201
 * @param etag the version of the thing, to be sent back as If-Match; or null
 * @param location where the thing is, or null
 */
public record Answer<T>(int status, String etag, URI location, T body) {}
