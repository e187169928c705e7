using CsCheck;
using PodSecurity.Access;

namespace PodSecurity.Core.Tests.Access;

public sealed class PolicyAccessProperties
{
    [Fact]
    public void Asking_explaining_and_listing_agree() => Gen.Int.Sample(seed =>
    {
        var generator = new RbacGenerator(seed);
        var access = new PolicyAccess(generator.Roles(), generator.Bindings());
        var (identity, @namespace, policy) = (generator.Identity(), generator.Namespace(), generator.Policy());
        var mayUse = access.MayUse(identity, @namespace, policy);

        Assert.Equal(mayUse || identity.Groups.Contains("system:masters"), access.ReviewUse(identity, @namespace, policy).Allowed);
        Assert.Equal(mayUse, access.Grants(RbacGenerator.Policies).Any(grant =>
            grant.Policy == policy && grant.AppliesTo(identity) && (grant.Namespace is null || grant.Namespace == @namespace)));
    });

    [Fact]
    public void Another_binding_takes_nothing_away() => Gen.Int.Sample(seed =>
    {
        var generator = new RbacGenerator(seed);
        var (roles, bindings) = (generator.Roles(), generator.Bindings());
        var (identity, @namespace, policy) = (generator.Identity(), generator.Namespace(), generator.Policy());
        var fewer = new PolicyAccess(roles, bindings.Skip(1));

        Assert.True(!fewer.MayUse(identity, @namespace, policy) || new PolicyAccess(roles, bindings).MayUse(identity, @namespace, policy));
    });

    [Fact]
    public void The_order_of_roles_and_bindings_does_not_matter() => Gen.Int.Sample(seed =>
    {
        var generator = new RbacGenerator(seed);
        var (roles, bindings) = (generator.Roles(), generator.Bindings());
        var (identity, @namespace, policy) = (generator.Identity(), generator.Namespace(), generator.Policy());

        Assert.Equal(
            new PolicyAccess(roles, bindings).ReviewUse(identity, @namespace, policy),
            new PolicyAccess(roles.Reverse(), bindings.Reverse()).ReviewUse(identity, @namespace, policy));
    });
}
