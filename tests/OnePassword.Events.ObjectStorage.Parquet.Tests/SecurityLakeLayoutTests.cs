using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnePassword.Events.Emulator;
using OnePassword.Events.ObjectStorage.Parquet.Tests.Support;
using OnePassword.Events.Tests.Formats;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.Tests;

/// <summary>OCSF in the layout of Amazon Security Lake.</summary>
public sealed class SecurityLakeLayoutTests
{
    private static readonly EventOrigin Origin = new()
    {
        Account = "acme",
        AccountUuid = "M4E2SWNZAZFTRGQGDNS2E5A4MU",
        Feed = FeedNames.AuditEvents,
        Host = "events.1password.eu",
        ReadAt = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero),
    };

    private readonly SecurityLakeLayout _layout = new(new() { Region = "eu-central-1" });

    [TearDown]
    public void Dispose() => _layout.Dispose();

    [Test]
    public Task Row_of_every_action_on_every_object_type_has_all_values_of_OCSF()
    {
        var sample = Parsed(Samples.Of(FeedNames.AuditEvents));
        var types = Known(V1.AuditEventObjectType.KnownValues, V2.AuditEventObjectType.KnownValues);
        var actions = Known(V1.AuditEventAction.KnownValues, V2.AuditEventAction.KnownValues);
        Assert.That((types.Count, actions.Count), Is.EqualTo((30, 79)));
        return AssertKeptAsync(
            from type in types from action in actions select With(sample, ("object_type", type), ("action", action)),
            FeedNames.AuditEvents, 3001, 3002, 3004, 3005, 3006, 6001);
    }

    [Test]
    public Task Row_of_every_item_usage_has_all_values_of_OCSF() => AssertKeptAsync(
        Known(V1.ItemUsageAction.KnownValues, V2.ItemUsageAction.KnownValues)
            .Select(action => With(Parsed(Samples.Of(FeedNames.ItemUsages)), ("action", action))),
        FeedNames.ItemUsages, 6001);

    [Test]
    public Task Row_of_every_sign_in_has_all_values_of_OCSF()
    {
        var sample = Parsed(Samples.Of(FeedNames.SignInAttempts));
        return AssertKeptAsync(
            from category in Known(V1.SignInAttemptCategory.KnownValues, V2.SignInAttemptCategory.KnownValues)
            from type in Known(V1.SignInAttemptType.KnownValues, V2.SignInAttemptType.KnownValues)
            select With(sample, ("category", category), ("type", type)),
            FeedNames.SignInAttempts, 3002);
    }

    [Test]
    public async Task Row_of_every_generated_event_has_all_values_of_OCSF([Values] EmulatorFeed feed, [Values] EmulatorApi api)
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 500, UnknownFields = true, Seed = 5 });
        var origin = Origin with { Feed = FeedNames.All[(int)feed], ApiVersion = api.ToString().ToLowerInvariant() };
        await AssertKeptAsync([.. emulator.ReadAll(feed, api).Select(json => RawEvent.Parse(json))], origin);
    }

    [Test]
    public async Task Row_of_every_unusual_event_has_all_values_of_OCSF(
        [Values(FeedNames.AuditEvents, FeedNames.ItemUsages, FeedNames.SignInAttempts, "other")] string feed)
    {
        var events = UnusualEvents.All.Select(test => UnusualEvents.Parse((string)test.Arguments[0]!)).ToList();
        Assert.That(events, Has.Count.GreaterThan(30));
        await AssertKeptAsync(events, Origin with { Feed = feed });
    }

    [Test]
    [Description("A column has one type.")]
    public async Task Value_that_does_not_fit_its_column_is_kept_as_JSON()
    {
        var one = RawEvent.Parse(
            """{"action":"fill","item_uuid":"I","vault_uuid":"V","used_version":1.50,"client":{"app_version":7,"new":null},"aux":"text"}"""u8.ToArray());
        var row = (await RowsAsync([one], Origin with { Feed = FeedNames.ItemUsages })).Single();
        Assert.That((string?)row["web_resources"]![0]!["data"], Is.EqualTo("""{"vault_uuid":"V","used_version":1.50}"""));
        Assert.That((string?)row["unmapped"]!["client"], Is.EqualTo("""{"app_version":7,"new":null}"""));
        Assert.That((string?)row["unmapped"]!["aux"], Is.EqualTo("text"));
        Assert.That((string?)row["raw_data"], Is.EqualTo(one.ToString()));
    }

    [Test]
    public void Objects_have_one_class_and_one_day_and_are_sorted_by_time()
    {
        RawEvent[] events =
        [
            Audit("vault", "create", "2026-11-27T23:59:59.999Z"), Audit("user", "create", "2026-11-27T12:00:00Z"),
            Audit("vault", "create", "2026-11-28T00:59:59+01:00"), Audit("vault", "create", "2026-11-28T00:00:00Z"),
            Audit("gm", "join", "2026-11-27T10:00:00Z"), Audit("vault", "delete", "2026-11-27T09:00:00Z"),
        ];
        var parts = _layout.Divide(events, Origin);

        var rest = $"region=eu-central-1/accountId=external_{Origin.AccountUuid}";
        Assert.That(parts.Select(part => part.Folder), Is.EqualTo(new[]
        {
            $"ext/1password-3001/{rest}/eventDay=20261127/", $"ext/1password-3004/{rest}/eventDay=20261127/",
            $"ext/1password-3004/{rest}/eventDay=20261128/", $"ext/1password-3006/{rest}/eventDay=20261127/",
        }));
        Assert.That(parts[1].Events, Is.EqualTo(new[] { events[5], events[2], events[0] }));
        Assert.That(parts.Select(part => part.Format.Extension), Has.All.EqualTo("parquet"));
    }

    [Test]
    public void Account_and_sources_of_the_options_are_in_the_keys()
    {
        using var layout = new SecurityLakeLayout(new()
        {
            Region = "us-east-1",
            AccountId = "123456789012",
            Source = classUid => string.Create(CultureInfo.InvariantCulture, $"op_{classUid}"),
        });
        Assert.That(
            layout.Divide([Audit("vault", "create", "2026-11-27T23:59:59Z")], Origin).Single().Folder,
            Is.EqualTo("ext/op_3004/region=us-east-1/accountId=123456789012/eventDay=20261127/"));
    }

    [TestCase(null)]
    [TestCase("")]
    public void Unknown_account_is_external(string? uuid) => Assert.That(
        _layout.Divide([Audit("vault", "create", "2026-11-27T23:59:59Z")], Origin with { AccountUuid = uuid }).Single().Folder,
        Does.Contain("/accountId=external/"));

    [Test]
    [Description("Security Lake has a role per source.")]
    public void Each_source_has_a_container_of_its_own_which_is_created_once_and_disposed()
    {
        var created = new Dictionary<string, S3Bucket>(StringComparer.Ordinal);
        var layout = new SecurityLakeLayout(new()
        {
            Region = "eu-central-1",
            Container = source => created[source] = new S3Bucket(new() { Bucket = "lake" }),
        });
        Assert.That(layout.ContainerOf("ext/1password-3002/a"), Is.SameAs(created["1password-3002"]));
        Assert.That(layout.ContainerOf("ext/1password-3001/a"), Is.SameAs(created["1password-3001"]));
        Assert.That(layout.ContainerOf("ext/1password-3002/b"), Is.SameAs(created["1password-3002"]));
        Assert.That(layout.ContainerOf("events/a"), Is.Null);

        layout.Dispose();
        Assert.That(async () => await created["1password-3001"].ReadAsync("a"), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Source_without_a_container_is_reported()
    {
        using var layout = new SecurityLakeLayout(new() { Region = "eu-central-1", Container = _ => null! });
        Assert.That(() => layout.ContainerOf("ext/1password-3002/a"), Throws.InvalidOperationException.With.Message.Contains("1password-3002"));
    }

    [Test]
    public void Invalid_options_are_rejected()
    {
        SecurityLakeOptions[] invalid =
        [
            new() { Region = "" }, new() { Region = "a/b" }, new() { Region = "eu-central-1", AccountId = "a/b" },
            new() { Region = "eu-central-1", Source = null! }, new() { Region = "eu-central-1", Source = _ => "more than 20 characters" },
            new() { Region = "eu-central-1", Source = _ => ".." },
        ];
        foreach (var options in invalid)
            Assert.That(() => new SecurityLakeLayout(options), Throws.ArgumentException, options.ToString());
    }

    [Test]
    [Description("The reader of the other tests returns null for both.")]
    public async Task Empty_list_differs_from_a_missing_one()
    {
        RawEvent[] events = [Audit("vault", "create", "2026-11-27T10:00:00Z")];
        var file = await _layout.Divide(events, Origin with { Account = null, Host = null }).Single().Format.EncodeAsync(events);
        await using var reader = await global::Parquet.ParquetReader.CreateAsync(new MemoryStream(file));
        using var group = reader.OpenRowGroupReader(0);
        Assert.That(await LevelAsync("metadata/profiles/list/element"), Is.EqualTo(2), "the metadata and the list");
        Assert.That(await LevelAsync("metadata/tags/list/element/name"), Is.EqualTo(1), "the metadata");

        async Task<int> LevelAsync(string path)
        {
            var field = reader.Schema.FindDataField(new FieldPath(path.Split('/')));
            var (values, definitions, repetitions) = (new ReadOnlyMemory<char>[1], new int[1], new int[1]);
            await group.ReadRawAsync<ReadOnlyMemory<char>>(field, values, definitions.AsMemory(), repetitions.AsMemory(), CancellationToken.None);
            return definitions[0];
        }
    }

    [Test]
    public async Task Large_events_are_in_row_groups_of_their_own()
    {
        var large = new string('x', 600_000);
        RawEvent[] events =
        [
            .. Enumerable.Range(0, 3).Select(i => RawEvent.Parse(Encoding.UTF8.GetBytes(
                $$"""{"object_type":"vault","action":"create","n":{{i}},"large":"{{large}}"}"""))),
        ];
        var file = await _layout.Divide(events, Origin).Single().Format.EncodeAsync(events);
        await using var reader = await global::Parquet.ParquetReader.CreateAsync(new MemoryStream(file));
        Assert.That(reader.RowGroupCount, Is.EqualTo(3));
        Assert.That((await ParquetRows.ReadAsync(file)).Select(row => (string?)row["unmapped"]!["n"]), Is.EqualTo(new[] { "0", "1", "2" }));
    }

    private static RawEvent Audit(string type, string action, string time) => RawEvent.Parse(Encoding.UTF8.GetBytes(
        $$"""{"object_type":"{{type}}","action":"{{action}}","timestamp":"{{time}}","object_uuid":"O","aux_uuid":"A"}"""));

    private static JsonObject Parsed(string json) => JsonNode.Parse(json)!.AsObject();

    private static string With(JsonObject sample, params (string Name, string Value)[] values)
    {
        foreach (var (name, value) in values)
            sample[name] = value;
        return sample.ToJsonString();
    }

    private static IReadOnlyList<string> Known<T1, T2>(IEnumerable<T1> first, IEnumerable<T2> second)
        where T1 : IOpenEnumValue
        where T2 : IOpenEnumValue =>
        [.. first.Select(value => value.Value).Union(second.Select(value => value.Value), StringComparer.Ordinal)];

    private async Task AssertKeptAsync(IEnumerable<string> events, string feed, params int[] classes)
    {
        var rows = await AssertKeptAsync([.. events.Select(json => RawEvent.Parse(Encoding.UTF8.GetBytes(json)))], Origin with { Feed = feed });
        Assert.That(rows.Select(row => (int)row["class_uid"]!).Distinct().Order(), Is.EqualTo(classes));
    }

    private async Task<IReadOnlyList<JsonObject>> AssertKeptAsync(List<RawEvent> events, EventOrigin origin)
    {
        var rows = await RowsAsync(events, origin);
        var expected = _layout.Divide(events, origin).SelectMany(part => part.Events).Select(one => ExpectedRow.Of(one, origin)).ToList();
        Assert.That(rows, Has.Count.EqualTo(events.Count));
        foreach (var (row, wanted) in rows.Zip(expected))
        {
            if (!JsonNode.DeepEquals(row, wanted))
                Assert.That(Sorted(row), Is.EqualTo(Sorted(wanted)));
        }
        return rows;
    }

    private async Task<IReadOnlyList<JsonObject>> RowsAsync(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        var rows = new List<JsonObject>();
        foreach (var part in _layout.Divide(events, origin))
            rows.AddRange(await ParquetRows.ReadAsync(await part.Format.EncodeAsync(part.Events)));
        return rows;
    }

    private static string Sorted(JsonNode node)
    {
        return Sort(node)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        static JsonNode? Sort(JsonNode? node) => node switch
        {
            JsonObject members => new JsonObject(
                members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Sort)]),
            _ => node?.DeepClone(),
        };
    }
}
