namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>The behavior of every checkpoint store. The tests of a store derive from this class.</summary>
public abstract class CheckpointStoreContract
{
    private static readonly Checkpoint Full = Checkpoint("YWJj") with
    {
        AccountUuid = "LZZG6ZDMEN4KHVDGAJGXBENYJQ",
        Start = new DateTimeOffset(2026, 1, 1, 2, 3, 4, TimeSpan.FromHours(-3)).AddTicks(5),
        PageSize = 1000,
        LastEventTime = EventTime.Parse("2026-01-31T11:54:19.710457472Z"),
        Events = 5_000_000_000,
        Pages = 3,
        Duplicates = 7,
        State = "{\"file\":\"a\\\"b\",\"length\":1}\n\u00e9\u2028",
        RecentUuids = ["56YE2TYN2VFYRLNSHKPW5NVT5E", "not a UUID \" \u00fc"],
    };

    protected abstract ICheckpointStore Store { get; }

    internal static Checkpoint Checkpoint(string? cursor) => new()
    {
        Host = "events.1password.eu",
        ApiVersion = "v2",
        Feed = FeedNames.AuditEvents,
        Cursor = cursor,
        SavedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
    };

    [Test]
    public async Task Load_returns_null_if_nothing_was_saved() => Assert.That(await Store.LoadAsync("acme-auditevents"), Is.Null);

    [Test]
    public async Task Load_returns_every_property_of_the_saved_checkpoint()
    {
        await Store.SaveAsync("full", Full);
        await AssertSameAsync("full", Full);
    }

    [Test]
    public async Task Load_returns_a_checkpoint_without_optional_properties()
    {
        await Store.SaveAsync("bare", Checkpoint(cursor: null));
        await AssertSameAsync("bare", Checkpoint(cursor: null));
    }

    [Test]
    public async Task Load_returns_the_last_checkpoint_of_the_name()
    {
        await Store.SaveAsync("a", Checkpoint("1"));
        await Store.SaveAsync("a.b", Checkpoint("2"));
        await Store.SaveAsync("a", Checkpoint("3"));
        Assert.That((await Store.LoadAsync("a"))!.Cursor, Is.EqualTo("3"));
        Assert.That((await Store.LoadAsync("a.b"))!.Cursor, Is.EqualTo("2"));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("../up")]
    [TestCase("a/b")]
    [TestCase("a\n")]
    [TestCase("-a")]
    public void Name_that_is_not_a_valid_file_name_on_every_system_is_rejected(string name)
    {
        Assert.That(
            async () => await Store.LoadAsync(name),
            Throws.ArgumentException.With.Message.Contains("is not the name of a follower"));
        Assert.That(async () => await Store.SaveAsync(name, Full), Throws.ArgumentException);
    }

    [Test]
    public async Task Canceled_save_keeps_the_previous_checkpoint()
    {
        await Store.SaveAsync("a", Checkpoint("1"));
        Assert.That(
            async () => await Store.SaveAsync("a", Checkpoint("2"), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await Store.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
    }

    [Test]
    public async Task Checkpoints_of_several_names_can_be_saved_in_parallel()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (var turn = 0; turn < 20; turn++)
                await Store.SaveAsync($"name{number}", Checkpoint($"{number}.{turn}"));
        })));
        for (var number = 0; number < 8; number++)
            Assert.That((await Store.LoadAsync($"name{number}"))!.Cursor, Is.EqualTo($"{number}.19"));
    }

    private async Task AssertSameAsync(string name, Checkpoint expected)
    {
        var loaded = await Store.LoadAsync(name);
        Assert.That(loaded!.RecentUuids, Is.EqualTo(expected.RecentUuids));
        Assert.That(loaded with { RecentUuids = expected.RecentUuids }, Is.EqualTo(expected));
        Assert.That(loaded.LastEventTime?.Text, Is.EqualTo(expected.LastEventTime?.Text));
    }
}
