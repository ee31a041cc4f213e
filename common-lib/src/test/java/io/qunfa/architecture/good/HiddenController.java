package io.qunfa.architecture.good;

import org.springframework.web.bind.annotation.RestController;

@RestController
final class HiddenController {}
