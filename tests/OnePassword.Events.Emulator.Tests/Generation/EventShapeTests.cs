using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Generation;

public sealed partial class EventShapeTests
{
    private static readonly string[] Paths =
        ["api/v1/auditevents", "api/v1/itemusages", "api/v1/signinattempts", Api.Audit, Api.Usages, Api.SignIns];

    [TestCaseSource(nameof(Paths))]
    public async Task Generated_events_have_exactly_the_fields_of_the_reference(string path)
    {
        await using var api = await Api.StartAsync();

        var fields = (await api.EventsAsync(path)).SelectMany(json => Reference.FieldsIn(json)).ToHashSet(StringComparer.Ordinal);

        Assert.That(fields, Is.EquivalentTo(Reference.FieldsOf(path)));
    }

    [TestCase("auditevents", "actor_type actor_account_uuid account_uuid")]
    [TestCase("itemusages", "account_uuid user.user_type user.user_account_uuid")]
    [TestCase("signinattempts", "account_uuid target_user.user_type target_user.type target_user.user_account_uuid details")]
    public async Task Events_of_V1_and_V2_differ_only_in_the_new_fields(string feed, string added)
    {
        await using var api = await Api.StartAsync();

        var (v1, v2) = (await api.EventsAsync($"api/v1/{feed}"), await api.EventsAsync($"api/v2/{feed}"));

        var all = added.Split(' ');
        Assert.That(v1.Select(Flat), Is.EqualTo(v2.Select(Flat)));

        string Flat(JsonElement json) => string.Join('\n', Leaves(json).Where(leaf => !all.Contains(leaf.Split('=')[0])));
    }

    [Test]
    public async Task Details_without_a_value_are_null_in_V1_and_missing_in_V2()
    {
        await using var api = await Api.StartAsync();

        var (v1, v2) = (await api.EventsAsync("api/v1/signinattempts"), await api.EventsAsync(Api.SignIns));

        Assert.That(v1.Count(json => json.GetProperty("details").ValueKind == JsonValueKind.Null), Is.GreaterThan(800));
        Assert.That(v1.Count(json => json.GetProperty("details").ValueKind == JsonValueKind.Object), Is.GreaterThan(5));
        Assert.That(
            v2.Any(json => json.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Null), Is.False);
        Assert.That(
            v1.Select(json => json.GetProperty("details").ValueKind == JsonValueKind.Object),
            Is.EqualTo(v2.Select(json => json.TryGetProperty("details", out _))));
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Uuids_have_the_case_and_length_of_the_API(string path)
    {
        await using var api = await Api.StartAsync();

        var leaves = (await api.EventsAsync(path)).SelectMany(json => Leaves(json))
            .Where(leaf => leaf.Contains("uuid=", StringComparison.Ordinal)).ToList();

        Assert.That(leaves, Is.Not.Empty);
        Assert.That(
            leaves.Where(leaf => !UpperUuid.IsMatch(leaf) && !LowerUuid.IsMatch(leaf) && leaf != "object_uuid="), Is.Empty);
        Assert.That(leaves.Where(leaf => LowerUuid.IsMatch(leaf) && IsUpper().IsMatch(leaf)), Is.Empty);
        Assert.That(leaves.Where(leaf => UpperUuid.IsMatch(leaf) && IsLower().IsMatch(leaf)), Is.Empty);
    }

    [Test]
    public async Task Timestamps_ascend_within_the_span_and_have_0_to_9_fractional_digits()
    {
        await using var api = await Api.StartAsync();
        var fractions = new HashSet<int>();
        foreach (var path in Paths)
        {
            var texts = (await api.EventsAsync(path)).Select(Reference.TimestampOf).ToList();
            var times = texts.Select(Reference.Nanoseconds).ToList();
            Assert.That(times, Is.Ordered.Ascending);
            Assert.That(times, Is.Unique);
            Assert.That(times[0], Is.GreaterThanOrEqualTo(Reference.Nanoseconds(Api.Now - TimeSpan.FromDays(1))));
            Assert.That(times[^1], Is.LessThan(Reference.Nanoseconds(Api.Now)));
            Assert.That(texts, Is.All.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?Z$"), "Go trims trailing zeros.");
            Assert.That(texts.Count(text => text.Length == 30), Is.GreaterThan(600), "Most have nanoseconds.");
            fractions.UnionWith(texts.Select(text => Math.Max(0, text.Length - 21)));
        }

        Assert.That(fractions, Is.SupersetOf(new[] { 0, 3, 6, 9 }));
    }

    [Test]
    public async Task Timestamps_ascend_with_100_events_per_second()
    {
        await using var api = await Api.StartAsync(new() { Span = TimeSpan.FromSeconds(60), EventsPerFeed = 6_000 });

        var texts = (await api.EventsAsync(Api.Usages)).Select(Reference.TimestampOf).ToList();

        Assert.That(texts.Select(Reference.Nanoseconds), Is.Ordered.Ascending.And.Unique);
        Assert.That(texts.Count(text => text.Length <= 24), Is.GreaterThan(200), "Some have at most milliseconds.");
    }

    [Test]
    public async Task The_session_of_an_audit_event_starts_with_a_sign_in_of_the_same_person([Values(0, 0.3)] double lateShare)
    {
        await using var api = await Api.StartAsync(new() { LateShare = lateShare });
        var signIns = (await api.EventsAsync(Api.SignIns))
            .ToDictionary(json => json.GetProperty("session_uuid").GetString()!, StringComparer.Ordinal);

        var linked = 0;
        foreach (var json in await api.EventsAsync(Api.Audit))
        {
            var session = json.GetProperty("session");
            Assert.That(
                Reference.Nanoseconds(session.GetProperty("login_time").GetString()!),
                Is.LessThan(Reference.Nanoseconds(Reference.TimestampOf(json))));
            if (!signIns.TryGetValue(session.GetProperty("uuid").GetString()!, out var signIn))
                continue;

            linked++;
            Assert.That(session.GetProperty("login_time").GetString(), Is.EqualTo(Reference.TimestampOf(signIn)));
            Assert.That(signIn.GetProperty("category").GetString(), Is.EqualTo("success"));
            Assert.That(
                signIn.GetProperty("target_user").GetProperty("uuid").GetString(),
                Is.EqualTo(json.GetProperty("actor_uuid").GetString()));
        }

        Assert.That(linked, Is.GreaterThan(lateShare == 0 ? 900 : 500));
    }

    [Test]
    public async Task Some_events_lack_optional_fields()
    {
        await using var api = await Api.StartAsync();
        var usages = await api.EventsAsync(Api.Usages);

        Assert.That(usages.Count(json => !json.TryGetProperty("location", out _)), Is.InRange(5, 300));
        Assert.That(
            usages.Count(json => json.TryGetProperty("location", out var place) && !place.TryGetProperty("city", out _)),
            Is.InRange(5, 300));
        Assert.That(
            usages.Count(json => !json.GetProperty("client").TryGetProperty("platform_version", out _)), Is.InRange(5, 300));
        Assert.That(usages.Count(json => !json.TryGetProperty("account_uuid", out _)), Is.InRange(5, 300));
    }

    [Test]
    public async Task Some_numbers_exceed_the_precision_of_a_double()
    {
        await using var api = await Api.StartAsync();

        var ids = (await api.EventsAsync(Api.Audit)).Where(json => json.TryGetProperty("aux_id", out _))
            .Select(json => json.GetProperty("aux_id").GetInt64());

        Assert.That(ids, Has.Some.GreaterThan(1L << 53).And.Some.LessThan(int.MaxValue));
    }

    [Test]
    public async Task Strings_are_escaped_like_in_Go()
    {
        await using var api = await Api.StartAsync();

        var text = (await api.PageAsync(Api.SignIns, Api.Everything)).Text;

        Assert.That(
            text,
            Does.Contain("""R\u0026D \u003cAutomation\u003e""").And.Contain("O'Neill").And.Contain("Nguyễn").And.Contain("🦊"));
        Assert.That(text, Does.Not.Contain("&").And.Not.Contain("<"));
    }

    [Test]
    public async Task The_longest_event_fits_into_half_of_the_buffer([Values] EmulatorFeed feed)
    {
        await using var api = await Api.StartAsync(new() { UnknownFields = true, EventsPerFeed = 20_000 });

        var longest = api.Emulator.ReadAll(feed, EmulatorApi.V2).Max(json => json.Length);

        Assert.That(longest, Is.InRange(800, 2_048), "The buffer is twice as large.");
    }

    private static readonly Regex UpperUuid = new("uuid=[A-Z2-7]{26}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    private static readonly Regex LowerUuid = new("uuid=[a-z2-7]{26}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [GeneratedRegex(
        @"^(uuid|actor_uuid|(\w+_)?account_uuid|aux_details\.uuid|\w*user\.uuid|session_uuid|session\.uuid)=",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IsUpper();

    [GeneratedRegex(
        @"^(vault_uuid|item_uuid|session\.device_uuid)=",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IsLower();

    private static IEnumerable<string> Leaves(JsonElement json, string path = "") => json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject()
            .SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}"))
        : [string.Create(CultureInfo.InvariantCulture, $"{path}={json}")];
}
