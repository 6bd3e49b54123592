using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

[TestFixtureSource(typeof(Spec), nameof(Spec.Both))]
public class SpecDocumentTests(Spec spec)
{
    private static readonly string[] Servers =
    [
        "https://events.1password.com", "https://events.1password.ca", "https://events.1password.eu",
            "https://events.ent.1password.com",
    ];

    [Test]
    public void The_document_is_OpenAPI_3_0() =>
        Assert.That((string?)spec.Document["openapi"], Does.Match(@"^3\.0\.\d+$"));

    [Test]
    public void Both_documents_have_the_same_version()
    {
        var version = (string?)spec.Document["info"]!["version"];

        Assert.That(version, Does.Match(@"^\d+\.\d+\.\d+$"));
        Assert.That(Spec.Both.Select(other => (string?)other.Document["info"]!["version"]), Is.All.EqualTo(version));
    }

    [Test]
    public void No_code_contains_the_version_so_that_a_new_one_changes_only_documents()
    {
        var version = (string)spec.Document["info"]!["version"]!;
        var code = from folder in (string[])["src", "tests", "openapi"]
                   from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
                   where File.ReadAllText(file).Contains(version, StringComparison.Ordinal)
                   select file;
        Assert.That(code, Is.Empty);
    }

    [Test]
    public void The_document_lists_the_four_servers() =>
        Assert.That(spec.Document["servers"]!.Select(server => (string?)server["url"]), Is.EqualTo(Servers));

    [Test]
    public void The_only_security_scheme_is_a_service_account_token()
    {
        var schemes = (JObject)spec.Document.SelectToken("components.securitySchemes")!;

        Assert.That(schemes.Properties().Select(scheme => scheme.Name), Is.EqualTo(["jwtsa"]));
        Assert.That((string?)schemes["jwtsa"]!["type"], Is.EqualTo("http"));
        Assert.That((string?)schemes["jwtsa"]!["scheme"], Is.EqualTo("bearer"));
        Assert.That((string?)schemes["jwtsa"]!["bearerFormat"], Is.EqualTo("JWT-SA"));
    }

    [TestCase("info.description", "120 days")]
    [TestCase("info.description", "600 requests per minute and 30,000 requests per hour")]
    [TestCase("components.schemas.CursorRequest.properties.start_time.description", "one hour before the end")]
    [TestCase("components.schemas.CursorRequest.properties.start_time.description", "120 days")]
    [TestCase("components.schemas.CursorRequest.properties.limit.description", "from 1 to 1,000. A greater number is rejected. Default: 100.")]
    [TestCase("components.schemas.CursorCollection.properties.has_more.description", "even if this page is empty")]
    [TestCase("components.schemas.CursorCollection.properties.has_more.description", "poll later with this cursor")]
    [TestCase("components.schemas.CursorCollection.properties.cursor.description", "An idle page repeats the cursor")]
    public void Descriptions_state_the_facts_that_no_schema_can_express(string path, string words) =>
        Assert.That(
            string.Join(' ', ((string)spec.Document.SelectToken(path)!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            Does.Contain(words));

    [Test]
    public void Every_reference_has_a_target() =>
        Assert.Multiple(() =>
        {
            foreach (var holder in spec.Document.Descendants().OfType<JObject>().Where(token => token["$ref"] is not null))
                Assert.That(() => spec.Resolve(holder), Throws.Nothing);
        });
}
