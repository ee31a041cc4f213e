package io.qunfa.data.audience;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.FindFollowers;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.ids.CampaignId;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AudienceController {
  private final FreezeCampaign freezeCampaign;
  private final FreezeSingleTasks freezeSingleTasks;
  private final FollowersOf followersOf;

  AudienceController(
      FreezeCampaign freezeCampaign, FreezeSingleTasks freezeSingleTasks, FollowersOf followersOf) {
    this.followersOf = followersOf;
    this.freezeCampaign = freezeCampaign;
    this.freezeSingleTasks = freezeSingleTasks;
  }

  @PostMapping("/internal/v1/campaigns/{id}:preview")
  AudiencePreview preview(@PathVariable CampaignId id, @RequestBody FreezeAudience request) {
    return freezeCampaign.preview(request);
  }

  @PostMapping("/internal/v1/campaigns/{id}:freeze")
  FrozenAudience freeze(@PathVariable CampaignId id, @RequestBody FreezeAudience request) {
    return freezeCampaign.freeze(id, request);
  }

  @PostMapping("/internal/v1/contacts:followers")
  FindFollowers.Followers followers(@RequestBody FindFollowers request) {
    return new FindFollowers.Followers(
        followersOf.any(request.tenantId(), request.corpId(), request.externalUserIds()));
  }

  @PostMapping("/internal/v1/tasks:freeze")
  FreezeTasks.FrozenTasks freeze(@RequestBody FreezeTasks request) {
    return freezeSingleTasks.freeze(request);
  }
}
