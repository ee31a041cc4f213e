package io.qunfa.architecture.bad;

record CampaignDTO() {}
