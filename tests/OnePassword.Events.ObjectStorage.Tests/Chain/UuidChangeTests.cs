using OnePassword.Events.ObjectStorage.Chain;

namespace OnePassword.Events.ObjectStorage.Tests.Chain;

public sealed class UuidChangeTests
{
    [TestCase("", "", "", false)]
    [TestCase("", "a b", "a b", false)]
    [TestCase("a b", "a b", "", false)]
    [TestCase("a b", "a b c d", "c d", false)]
    [TestCase("a b c", "b c d", "d", false)]
    [TestCase("a b c", "c d e", "d e", false)]
    [TestCase("a b c", "d e f", "d e f", true)]
    [TestCase("a b c", "x c d", "x c d", true)]
    [TestCase("b c", "a b c d", "a b c d", true)]
    [TestCase("a b", "", "", true)]
    [TestCase("a b c", "c b", "b", false)]
    public void Change_is_what_was_added_unless_more_differs(string old, string current, string added, bool isComplete)
    {
        var change = UuidChange.Between(Words(old), Words(current));
        Assert.That(change.Added, Is.EqualTo(Words(added)));
        Assert.That(change.IsComplete, Is.EqualTo(isComplete));
        UuidChange[] changes = isComplete ? [change] : [change, UuidChange.All(Words(old))];
        Assert.That(UuidChange.Merge(changes), Is.EqualTo(Words(current)));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
