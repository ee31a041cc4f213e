package io.qunfa.architecture.bad;

final class CampaignServiceImpl {}
