using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Schemas;

/// <summary>The stubs match the specification, except for those that are marked.</summary>
public sealed class StubSchemaTests
{
    private static readonly string[] CasesOfEveryOperation =
    [
        "sequence", "unknown-field", "missing-field", "explicit-null", "nine-digit-time",
        "400", "401", "401-status-and-message", "403", "404-plain-text", "500", "502-web-page", "503-empty",
        "200-empty", "200-web-page", "200-truncated",
        "429", "429-seconds", "429-date", "429-invalid", "429-overflow",
    ];

    private static readonly string[] CasesOfEveryFeed =
        ["unknown-enum-value", "more-but-no-items", "no-cursor", "cursor-rejected", "idle-then-event", "429-then-200"];

    private static readonly (string Path, string Case)[] CasesOfOneOperation =
    [
        ("signinattempts", "details-null"), ("v2/signinattempts", "user-type-as-type"), ("v2/auth/introspect", "no-account-uuid"),
    ];

    private static IEnumerable<Stub> WithJsonBody =>
        Stub.All.Where(stub => stub.Body is not null && !stub.Name.EndsWith("no-cursor", StringComparison.Ordinal));

    [TestCaseSource(nameof(WithJsonBody))]
    public void A_stub_matches_the_schema_unless_it_is_marked_as_breaking_it(Stub stub)
    {
        var checkedCount = 0;
        foreach (var operation in stub.Paths.Where(operation => Spec.Of(operation).Documents(operation, stub.Status)))
        {
            var violations = Spec.Of(operation).Violations(operation, stub.Status, stub.Body!.Value.GetRawText());
            Assert.That(violations, stub.BreaksTheSchema ? Is.Not.Empty : Is.Empty, operation);
            checkedCount++;
        }
        Assert.That(checkedCount, Is.Positive);
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public void Every_operation_has_a_stub_of_every_kind_of_response(string path) =>
        Assert.That(
            Stub.All.Where(stub => stub.Paths.Contains(path, StringComparer.Ordinal)).Select(stub => stub.Case),
            Is.SupersetOf(CasesOf(path)));

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void Every_feed_has_a_first_page_a_continuation_a_last_page_and_an_idle_page(string version, string feed) =>
        Assert.That(
            Stub.All.Where(stub => stub.OperationPath == $"/api/{version}/{feed}" && stub.Case == Stub.Plain)
                .Select(stub => stub.Name.Split('/')[^1]),
            Is.EquivalentTo(new[] { "first-page", "continuation", "last-page", "idle-page" }));

    private static IEnumerable<string> CasesOf(string path)
    {
        var isFeed = !path.EndsWith("introspect", StringComparison.Ordinal);
        var own = CasesOfOneOperation.Where(one => path.EndsWith(one.Path, StringComparison.Ordinal)).Select(one => one.Case);
        return [.. CasesOfEveryOperation, .. isFeed ? CasesOfEveryFeed : ["unknown-feature"], .. own];
    }
}
