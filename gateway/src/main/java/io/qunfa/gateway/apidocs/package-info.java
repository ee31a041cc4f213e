/** One OpenAPI document made of those of the services. */
@NullMarked
package io.qunfa.gateway.apidocs;

import org.jspecify.annotations.NullMarked;
