package io.qunfa.architecture.bad;

import org.springframework.web.bind.annotation.RestController;

@RestController
public final class PublicController {}
