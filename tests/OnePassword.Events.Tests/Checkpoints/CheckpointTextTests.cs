namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>The text of a checkpoint, as in a log or a debugger.</summary>
public sealed class CheckpointTextTests
{
    [Test]
    public void Text_names_every_property_and_shows_the_identifiers()
    {
        var text = (TestCheckpoint.Full() with { RecentUuids = ["E1", "E2"] }).ToString();
        foreach (var property in typeof(Checkpoint).GetProperties().Where(property => property.SetMethod is not null))
            Assert.That(text, Does.Match($"[ {{]{property.Name} = "));
        Assert.That(text, Does.EndWith(", RecentUuids = [E1, E2] }").And.Not.Contain("System."));
    }

    [Test]
    public void Text_is_bounded() =>
        Assert.That(
            (TestCheckpoint.At("1") with { RecentUuids = [.. Enumerable.Range(0, 5_000).Select(i => $"E{i}")] }).ToString(),
            Does.EndWith("E9, … (4990 more)] }").And.Length.LessThan(1_000));
}
