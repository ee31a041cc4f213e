/** WeCom's server as an interface of ours. Its error numbers are known in this package only. */
@NullMarked
package io.qunfa.apiexecutor.wecom;

import org.jspecify.annotations.NullMarked;
