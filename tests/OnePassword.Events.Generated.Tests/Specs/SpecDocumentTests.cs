using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.Specs;

[TestFixtureSource(typeof(Spec), nameof(Spec.Both))]
public class SpecDocumentTests(Spec spec)
{
    private static readonly string[] Servers =
    [
        "https://events.1password.com", "https://events.1password.ca", "https://events.1password.eu", "https://events.ent.1password.com",
    ];

    [Test]
    public void It_is_OpenAPI_3_0() =>
        Assert.That((string?)spec.Document["openapi"], Does.Match(@"^3\.0\.\d+$"));

    [Test]
    public void It_describes_version_1_4_1() =>
        Assert.That((string?)spec.Document["info"]!["version"], Is.EqualTo("1.4.1"));

    [Test]
    public void It_names_the_four_servers() =>
        Assert.That(spec.Document["servers"]!.Select(server => (string?)server["url"]), Is.EqualTo(Servers));

    [Test]
    public void Its_one_security_scheme_is_a_service_account_token()
    {
        var schemes = (JObject)spec.Document.SelectToken("components.securitySchemes")!;

        Assert.That(schemes.Properties().Select(scheme => scheme.Name), Is.EqualTo(["jwtsa"]));
        Assert.That((string?)schemes["jwtsa"]!["type"], Is.EqualTo("http"));
        Assert.That((string?)schemes["jwtsa"]!["scheme"], Is.EqualTo("bearer"));
        Assert.That((string?)schemes["jwtsa"]!["bearerFormat"], Is.EqualTo("JWT-SA"));
    }

    [Test]
    public void Every_reference_leads_somewhere() =>
        Assert.Multiple(() =>
        {
            foreach (var holder in spec.Document.Descendants().OfType<JObject>().Where(token => token["$ref"] is not null))
                Assert.That(() => spec.Resolve(holder), Throws.Nothing);
        });
}
