using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Judges;

/// <summary>The answers of the stubs are what the specifications promise, but for those that say that they are not.</summary>
public sealed class StubSchemaTests
{
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

    [Test]
    public void Of_every_operation_there_is_a_stub() =>
        Assert.That(Stub.All.Select(stub => stub.OperationPath).OfType<string>().Distinct(StringComparer.Ordinal), Is.EquivalentTo(Feeds.Paths));
}
