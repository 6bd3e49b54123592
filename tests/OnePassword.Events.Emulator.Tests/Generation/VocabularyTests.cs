using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Generation;

public sealed class VocabularyTests
{
    private static readonly (string Path, string Field, string[] Values)[] Enums =
    [
        (Api.Audit, "action", Reference.AuditActions),
        (Api.Audit, "object_type", Reference.ObjectTypes),
        (Api.Audit, "actor_type", Reference.UserTypes),
        (Api.Usages, "action", Reference.ItemActions),
        (Api.Usages, "user.user_type", Reference.UserTypes),
        (Api.SignIns, "category", Reference.Categories),
        (Api.SignIns, "type", Reference.SignInTypes),
        (Api.SignIns, "target_user.user_type", Reference.UserTypes),
        (Api.SignIns, "target_user.type", Reference.UserTypes),
    ];

    [Test]
    public async Task The_first_1000_events_contain_every_enum_value(
        [ValueSource(nameof(Enums))] (string Path, string Field, string[] Values) known, [Values(0, 1, 4711)] long seed)
    {
        await using var api = await Api.StartAsync(new() { Seed = seed });

        var values = (await api.EventsAsync(known.Path)).Select(json => ValueOf(json, known.Field)).OfType<string>();

        Assert.That(values.Distinct(StringComparer.Ordinal), Is.EquivalentTo(known.Values));
    }

    [Test]
    public async Task Every_256_events_contain_every_enum_value()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 2_560 });
        foreach (var (path, field, values) in Enums.Where(known => known.Values != Reference.UserTypes))
        {
            foreach (var block in (await api.EventsAsync(path)).Chunk(256))
            {
                var seen = block.Select(json => ValueOf(json, field)).ToHashSet(StringComparer.Ordinal);
                Assert.That(seen, Is.EquivalentTo(values), $"{path} {field}");
            }
        }
    }

    [Test]
    public void The_reference_has_the_documented_number_of_enum_values() =>
        Assert.That(
            Enums.Select(known => known.Values.Distinct(StringComparer.Ordinal).Count()),
            Is.EqualTo(new[] { 79, 30, 2, 11, 2, 7, 32, 2, 2 }));

    [Test]
    public async Task Enum_values_occur_in_known_combinations()
    {
        await using var api = await Api.StartAsync();
        var audit = (await api.EventsAsync(Api.Audit))
            .ToLookup(json => $"{ValueOf(json, "action")} {ValueOf(json, "object_type")}", StringComparer.Ordinal);

        Assert.That(audit["join gm"].Select(json => ValueOf(json, "aux_info")), Is.Not.Empty.And.All.EqualTo("R"));
        Assert.That(audit["grant uva"], Is.Not.Empty);
        Assert.That(audit["grant uva"].All(json => json.TryGetProperty("aux_details", out _)));
        Assert.That(audit["grant gva"].Any(json => json.TryGetProperty("aux_details", out _)), Is.False);
        Assert.That(audit["create device"].All(json => json.TryGetProperty("aux_id", out _)));
        Assert.That(audit["dlgsess dlgdsess"].All(json => ValueOf(json, "aux_uuid") == ValueOf(json, "session.uuid")));
        Assert.That(audit["dlgsess dlgdsess"].Count(), Is.GreaterThan(100), "Delegated sessions are the most common.");

        foreach (var json in await api.EventsAsync(Api.SignIns))
        {
            var (category, type) = (ValueOf(json, "category"), ValueOf(json, "type"));
            Assert.That(category == "success", Is.EqualTo(type is "credentials_ok" or "mfa_ok" or "federated"));
            Assert.That(
                json.TryGetProperty("details", out _),
                Is.EqualTo(type is "ip_blocked" or "country_blocked" or "continent_blocked"));
            if (json.TryGetProperty("location", out var location))
                Assert.That(ValueOf(json, "country"), Is.EqualTo(ValueOf(location, "country")).And.Length.EqualTo(2));
        }
    }

    [Test]
    public async Task Unknown_enum_values_occur_only_with_UnknownFields()
    {
        await using var api = await Api.StartAsync(new() { UnknownFields = true });
        var extended = Enums.Where(known => known.Field is "action" or "category" or "type" or "object_type");
        foreach (var (path, field, values) in extended)
        {
            var seen = (await api.EventsAsync(path)).Select(json => ValueOf(json, field)!).ToHashSet(StringComparer.Ordinal);
            Assert.That(seen, Is.SupersetOf(values));
            Assert.That(seen, Has.Count.GreaterThan(values.Length), $"{path} {field}");
        }
    }

    [TestCase(Api.Audit, "session.attestation")]
    [TestCase(Api.Usages, "client.attestation")]
    [TestCase(Api.SignIns, "client.attestation")]
    public async Task Unknown_fields_of_every_JSON_type_occur_with_UnknownFields(string path, string nested)
    {
        await using var api = await Api.StartAsync(new() { UnknownFields = true });
        var events = await api.EventsAsync(path);

        var fields = events.SelectMany(json => Reference.FieldsIn(json));
        var unknown = fields.Except(Reference.FieldsOf(path), StringComparer.Ordinal).ToList();

        Assert.That(
            unknown,
            Does.Contain(nested).And.Contain("risk").And.Contain("trace").And.Contain("sequence").And.Contain("comment"));
        var sequence = events.First(json => json.TryGetProperty("sequence", out _)).GetProperty("sequence").GetRawText();
        Assert.That(sequence, Is.EqualTo("123456789012345678901234567890"));
        Assert.That(events.Select(json => json.GetRawText()), Has.Some.Contains("\\ud83d\\ude00"));
    }

    private static string? ValueOf(JsonElement json, string field)
    {
        foreach (var name in field.Split('.'))
        {
            if (!json.TryGetProperty(name, out json))
                return null;
        }

        return json.GetString();
    }
}
