namespace OnePassword.Events.Checkpoints;

/// <summary>The rules of <see cref="ICheckpointStore"/>, each with its check.</summary>
internal static class StoreRules
{
    private static readonly Checkpoint Minimal =
        new() { Host = "events.1password.eu", ApiVersion = "v2", Feed = FeedNames.AuditEvents };

    private static readonly Checkpoint Full = Minimal with
    {
        AccountUuid = "LZZG6ZDMEN4KHVDGAJGXBENYJQ",
        Cursor = "aGVsbG8hIGlzIGl0IG1lIHlvdSBhcmUgbG9va2luZyBmb3IK",
        Start = new DateTimeOffset(2026, 1, 1, 2, 3, 4, TimeSpan.FromHours(-3)).AddTicks(5),
        PageSize = EventQuery.MaxPageSize,
        LastEventTime = EventTime.Parse("2026-01-31T11:54:19.710457472Z"),
        SavedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddTicks(1),
        Events = 5_000_000_000,
        Pages = 3,
        Duplicates = 7,
        State = "{\"file\":\"a\\\"b'c%\",\"length\":1}\r\n\u00e9\u2028\ud83d\ude00",
        RecentUuids = ["56YE2TYN2VFYRLNSHKPW5NVT5E", "not a UUID \" \u00fc"],
    };

    public static IReadOnlyList<(string Rule, Func<StoreUnderTest, Task> Check)> All { get; } =
    [
        ("LoadAsync returns null for a name without a checkpoint.", test => test.UseAsync(async store =>
        {
            if (await store.LoadAsync(test.Name("none")).ConfigureAwait(false) is not null)
                throw new InvalidOperationException("It returned a checkpoint.");
        })),
        ("Every property survives, also in a new store.", test => test.AssertSurvivesAsync(test.Name("full"), Full)),
        ("Properties that are null survive.", test => test.AssertSurvivesAsync(test.Name("minimal"), Minimal)),
        ("The earliest and the latest times survive.", async test =>
        {
            await test.AssertSurvivesAsync(test.Name("min"), At(DateTimeOffset.MinValue)).ConfigureAwait(false);
            await test.AssertSurvivesAsync(test.Name("max"), At(DateTimeOffset.MaxValue)).ConfigureAwait(false);
        }),
        ("A name of 100 characters and a checkpoint of 500 KB survive.",
            test => test.AssertSurvivesAsync(test.LongestName(), Large())),
        ("A save replaces the checkpoint of its name, and no other.", ReplacesAsync),
        ("A new store replaces a checkpoint after it has loaded it.", ReplacesInNewStoreAsync),
        ("A canceled save leaves the previous or the new checkpoint.", CancelsAsync),
        ("Checkpoints of several names can be saved in parallel.", SavesInParallelAsync),
    ];

    private static Checkpoint At(DateTimeOffset time) =>
        Full with { Start = time, SavedAt = time, LastEventTime = new EventTime(time) };

    private static Checkpoint Large() => Full with
    {
        Cursor = new string('c', 4_000),
        State = new string('s', 100_000),
        RecentUuids = [.. Enumerable.Range(0, 10_000).Select(number => $"{number:D26}#0123abcd")],
    };

    private static Task ReplacesAsync(StoreUnderTest test) => test.UseAsync(async store =>
    {
        // In a pattern of SQL, an underscore matches every character.
        var (name, other) = (test.Name("a_b"), test.Name("a.b"));
        await store.SaveAsync(other, Full with { Cursor = "other" }).ConfigureAwait(false);
        await store.SaveAsync(name, Full).ConfigureAwait(false);
        await store.SaveAsync(name, Minimal).ConfigureAwait(false);
        await StoreUnderTest.AssertAsync(store, name, Minimal).ConfigureAwait(false);
        await StoreUnderTest.AssertAsync(store, other, Full with { Cursor = "other" }).ConfigureAwait(false);
    });

    private static async Task ReplacesInNewStoreAsync(StoreUnderTest test)
    {
        var name = test.Name("reopened");
        await test.AssertSurvivesAsync(name, Full).ConfigureAwait(false);
        await test.UseAsync(async store =>
        {
            await StoreUnderTest.AssertAsync(store, name, Full).ConfigureAwait(false);
            await store.SaveAsync(name, Minimal).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await test.UseAsync(store => StoreUnderTest.AssertAsync(store, name, Minimal)).ConfigureAwait(false);
    }

    private static Task CancelsAsync(StoreUnderTest test) => test.UseAsync(async store =>
    {
        var name = test.Name("canceled");
        await store.SaveAsync(name, Full).ConfigureAwait(false);
        try
        {
            await store.SaveAsync(name, Minimal, new CancellationToken(canceled: true)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Expected, but a store may also complete the save.
        }
        await StoreUnderTest.AssertAsync(store, name, Full, Minimal).ConfigureAwait(false);
    });

    private static Task SavesInParallelAsync(StoreUnderTest test) => test.UseAsync(async store =>
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => SaveAsync(number)))).ConfigureAwait(false);
        for (var number = 0; number < 8; number++)
            await StoreUnderTest.AssertAsync(store, test.Name($"{number}"), Full with { Events = 9 }).ConfigureAwait(false);

        async Task SaveAsync(int number)
        {
            for (var turn = 0; turn < 10; turn++)
                await store.SaveAsync(test.Name($"{number}"), Full with { Events = turn }).ConfigureAwait(false);
        }
    });
}
