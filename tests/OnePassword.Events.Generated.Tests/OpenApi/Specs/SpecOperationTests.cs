using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

[TestFixture]
public class SpecOperationTests
{
    private static readonly string[] OperationsV1 =
    [
        "get /api/auth/introspect introspect -", "post /api/v1/auditevents getAuditEvents auditevents",
        "post /api/v1/itemusages getItemUsages itemusages", "post /api/v1/signinattempts getSignInAttempts signinattempts",
    ];

    private static readonly string[] OperationsV2 =
    [
        "get /api/v2/auth/introspect introspect -", "post /api/v2/auditevents getAuditEvents auditevents",
        "post /api/v2/itemusages getItemUsages itemusages", "post /api/v2/signinattempts getSignInAttempts signinattempts",
    ];

    private static readonly string[] Responses = ["200", "400", "401", "429", "500", "default"];

    private static IEnumerable<TestCaseData> Operations() =>
        from spec in Spec.Both
        from operation in spec.Operations
        select new TestCaseData(spec, operation).SetArgDisplayNames($"{spec}, {operation}");

    [Test]
    public void V1_has_its_four_operations() => Assert.That(Spec.V1.Operations.Select(Line), Is.EqualTo(OperationsV1));

    [Test]
    public void V2_has_its_four_operations() => Assert.That(Spec.V2.Operations.Select(Line), Is.EqualTo(OperationsV2));

    [Test]
    public void Only_the_V1_introspection_is_deprecated() =>
        Assert.That(
            Spec.Both.SelectMany(spec => spec.Operations).Where(operation => (bool?)operation.Definition["deprecated"] == true)
                .Select(operation => operation.Path),
            Is.EqualTo(["/api/auth/introspect"]));

    [TestCaseSource(nameof(Operations))]
    public void Each_operation_requires_the_token(Spec spec, SpecOperation operation) =>
        Assert.That(operation.Definition["security"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""[{"jwtsa":[]}]"""), $"{spec}");

    [TestCaseSource(nameof(Operations))]
    public void Each_operation_documents_success_and_every_failure(Spec spec, SpecOperation operation)
    {
        var responses = (JObject)operation.Definition["responses"]!;

        Assert.That(responses.Properties().Select(response => response.Name), Is.EqualTo(Responses));
        foreach (var failure in Responses.Skip(1))
            Assert.That(Content(spec, responses[failure]!), Is.EqualTo("ErrorResponse"), failure);
    }

    [TestCaseSource(nameof(Operations))]
    public void Each_operation_returns_the_schema_of_its_name(Spec spec, SpecOperation operation)
    {
        var id = (string)operation.Definition["operationId"]!;
        var expected = id == "introspect" ? "Introspection" : id["get".Length..^1] + "Items";

        Assert.That(Content(spec, operation.Definition["responses"]!["200"]!), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Operations))]
    public void A_POST_requires_a_cursor_request_and_a_GET_has_no_body(Spec spec, SpecOperation operation)
    {
        if (operation.Method == "get")
        {
            Assert.That(operation.Definition["requestBody"], Is.Null);
            return;
        }

        var body = spec.Resolve(operation.Definition["requestBody"]!);
        Assert.That((bool?)body["required"], Is.True);
        Assert.That(Content(spec, body), Is.EqualTo("CursorRequest"));
    }

    private static string Line(SpecOperation operation) =>
        $"{operation} {operation.Definition["operationId"]} {operation.Definition["x-feature"] ?? "-"}";

    private static string Content(Spec spec, JToken bodyOrResponse) =>
        Spec.TypeWord(spec.Resolve(bodyOrResponse)["content"]!["application/json"]!["schema"]!);
}
