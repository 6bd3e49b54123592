using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Judges;

/// <summary>The answers of the stubs are what the specifications promise, but for those that say that they are not.</summary>
public sealed class StubSchemaTests
{
    private static readonly string[] OfEveryOperation =
    [
        "sequence", "unknown-field", "missing-field", "explicit-null", "nine-digit-time",
        "400", "401", "401-status-and-message", "403", "404-plain-text", "500", "502-web-page", "503-empty", "200-empty", "200-web-page", "200-cut-off",
        "429", "429-seconds", "429-date", "429-words", "429-absurd",
    ];

    private static readonly string[] OfEveryFeed = ["unknown-enum-value", "more-but-no-items", "no-cursor", "cursor-refused", "idle-then-event", "429-then-200"];

    private static readonly (string Path, string Case)[] Alone =
    [
        ("signinattempts", "details-null"), ("v2/signinattempts", "user-type-as-type"), ("v2/auth/introspect", "no-account-uuid"),
    ];

    private static IEnumerable<Stub> Judged => Stub.All.Where(stub => stub.Body is not null && !stub.Name.EndsWith("no-cursor.json", StringComparison.Ordinal));

    [TestCaseSource(nameof(Judged))]
    public void An_answer_is_as_promised_or_says_that_it_is_not(Stub stub)
    {
        var (paths, tried) = (stub.OperationPath is { } path ? [path] : stub.Name.StartsWith("every-feed", StringComparison.Ordinal) ? Feeds.Paths.Take(6) : Feeds.Paths, 0);
        foreach (var operation in paths.Where(operation => Spec.Of(operation).Promises(operation, stub.Status)))
        {
            var wrong = Spec.Of(operation).Judge(operation, stub.Status, stub.Body!.Value.GetRawText());
            Assert.That(wrong, stub.BreaksTheSchema ? Is.Not.Empty : Is.Empty, operation);
            tried++;
        }
        Assert.That(tried, Is.Positive);
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public void Of_every_operation_there_is_every_kind_of_answer(string path) =>
        Assert.That(Stub.All.Where(stub => stub.IsFor(path)).Select(stub => stub.Case), Is.SupersetOf(Kinds(path)));

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void Of_every_feed_there_is_a_reading_from_the_first_page_to_an_idle_one(string version, string feed) =>
        Assert.That(
            Stub.All.Where(stub => stub.OperationPath == $"/api/{version}/{feed}" && stub.Case == "sequence").Select(stub => Path.GetFileNameWithoutExtension(stub.Name)),
            Is.EquivalentTo(new[] { "first-page", "continuation", "last-page", "idle-page" }));

    private static IEnumerable<string> Kinds(string path)
    {
        var isFeed = !path.EndsWith("introspect", StringComparison.Ordinal);
        return [.. OfEveryOperation, .. isFeed ? OfEveryFeed : ["unknown-feature"], .. Alone.Where(kind => path.EndsWith(kind.Path, StringComparison.Ordinal)).Select(kind => kind.Case)];
    }
}
