using System.Text;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Api;

/// <summary>Nulls are read as the server reads them: a field stays as it is without it, an item is empty.</summary>
public sealed class NullValueTests
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    [Theory]
    [InlineData("""{"roleRef":null,"subjects":null,"metadata":null}""")]
    [InlineData(
        """{"roleRef":{"name":null,"kind":null,"apiGroup":null},"subjects":[null,{"kind":null,"name":null,"namespace":null}],"metadata":{"name":null,"labels":null}}""")]
    [InlineData("""{"metadata":{"name":"b","labels":{"a":null}},"subjects":[]}""")]
    public void Bindings(string fields)
    {
        foreach (var kind in new[] { "RoleBinding", "ClusterRoleBinding" })
        {
            var binding = RbacDecoder.DecodeBinding(Document(kind, Rbac, fields))!;
            Assert.NotNull(binding.RoleRef.Name);
            Assert.DoesNotContain(binding.Subjects ?? [], subject => subject?.Name is null);
            Assert.DoesNotContain(binding.Metadata.Labels ?? new Dictionary<string, string>(), label => label.Value is null);
            Assert.NotNull(binding.ToString());
            Assert.DoesNotContain(new PolicyAccess([], [binding]).Grants(["a"]), grant => grant.Policy is not null);
        }
    }

    [Theory]
    [InlineData("""{"rules":null,"metadata":{"name":null},"aggregationRule":null}""")]
    [InlineData("""{"rules":[null,{"verbs":null,"resources":[null],"apiGroups":[null],"resourceNames":null,"nonResourceURLs":[null]}]}""")]
    [InlineData(
        """{"aggregationRule":{"clusterRoleSelectors":[null,{"matchLabels":{"a":null},"matchExpressions":[null,{"key":null,"operator":null,"values":[null]}]}]}}""")]
    [InlineData("""{"aggregationRule":{"clusterRoleSelectors":null}}""")]
    public void Roles(string fields)
    {
        var role = RbacDecoder.DecodeRole(Document("ClusterRole", Rbac, fields))!;
        var binding =
            new RbacBinding { Metadata = new() { Name = "b" }, RoleRef = new() { Name = "" }, Subjects = [RbacSubject.ForUser("jane")] };

        Assert.DoesNotContain(role.Rules ?? [], rule => rule is null);
        Assert.False(new PolicyAccess([role], [binding]).MayUse(PolicyIdentity.ForUser("jane"), null, "a"));
    }

    [Fact]
    public void A_null_does_not_take_back_what_was_there() =>
        Assert.Equal(
            "a", PolicyDecoder.Decode(Document("PodSecurityPolicy", "policy/v1beta1", """{"metadata":{"name":"a","name":null}}"""))!.Name);

    [Theory]
    [InlineData("""{"metadata":{"name":null,"labels":{"a":null}},"spec":null}""")]
    [InlineData(
        """{"metadata":null,"spec":{"privileged":null,"volumes":[null],"hostPorts":[null,{"min":null}],"runAsUser":{"rule":null,"ranges":[null]},"seLinux":null}}""")]
    public void Policies(string fields)
    {
        var policy = PolicyDecoder.Decode(Document("PodSecurityPolicy", "policy/v1beta1", fields))!;
        Assert.Equal("", policy.Name);
        Assert.NotNull(PspValidator.Validate(policy).Errors);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"spec":{"\udc00x":{}}}""")]
    [InlineData("""{"metadata":{"name":"\ud800"}}""")]
    [InlineData("""{"metadata":{"x":["\ud800"]}}""")]
    public void What_is_no_text_is_an_error_with_its_place(string fields)
    {
        foreach (var (kind, version) in new[] { ("Pod", "v1"), ("Deployment", "apps/v1"), ("PodSecurityPolicy", "policy/v1beta1"),
            ("ClusterRole", Rbac) })
        {
            var document = Document(kind, version, fields);
            var read = kind switch
            {
                "PodSecurityPolicy" => () => PolicyDecoder.Decode(document),
                "ClusterRole" => () => RbacDecoder.DecodeRole(document),
                _ => (Func<object?>)(() => WorkloadDecoder.Decode(document)),
            };
            if (kind is "Pod" or "Deployment" && fields.Contains("\"x\"", StringComparison.Ordinal))
            {
                Assert.NotNull(read()); // passed over without being looked at
                continue;
            }
            var error = Assert.Throws<ManifestException>(() => read());
            Assert.StartsWith("test: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("Unicode", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"kind":"Service","apiVersion":"v1","spec":{"hostPID":true},"kind":"Pod"}""", "Pod")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"hostPID":true},"kind":"Service"}""", null)]
    [InlineData("""{"apiVersion":"example.com/v1","kind":"Pod","spec":{},"apiVersion":"v1"}""", "Pod")]
    [InlineData(
        """{"kind":"Pod","apiVersion":"v1","spec":{"template":{"spec":{"hostPID":true}}},"kind":"Deployment","apiVersion":"apps/v1"}""",
            "Deployment")]
    public void Of_two_kinds_the_last_counts(string json, string? kind)
    {
        var document = new ManifestDocument(Encoding.UTF8.GetBytes(json), new DocumentSource("test"));
        Assert.Equal(kind, WorkloadDecoder.Decode(document)?.Kind);
        Assert.Equal(kind ?? "Service", ManifestType.Read(document).Kind);
    }

    private static ManifestDocument Document(string kind, string apiVersion, string fields) => new(
        Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{apiVersion}}","kind":"{{kind}}",{{fields[1..]}}"""), new DocumentSource("test"));
}
