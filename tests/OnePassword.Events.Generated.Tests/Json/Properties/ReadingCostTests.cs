using System.Text;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>The memory that reading a page allocates beyond the events themselves.</summary>
public sealed class ReadingCostTests
{
    [TestCase("""{"action":"create","object_type":"user","actor_type":"user"}""")]
    [TestCase("""{"uuid":null,"session":null,"aux_id":9277034}""")]
    [TestCase("""{"aux_info":"R","object_uuid":"R","actor_uuid":"R"}""")]
    public void Names_known_values_numbers_and_repeated_strings_allocate_nothing(string json) =>
        Assert.That(BytesPerEvent(json), Is.EqualTo(BytesPerEvent("{}")).Within(1));

    [Test]
    public void A_time_allocates_only_its_text() =>
        Assert.That(BytesPerEvent("""{"timestamp":"2024-12-02T11:54:19.710457472Z"}"""), Is.EqualTo(BytesPerEvent("{}") + SizeOf("2024-12-02T11:54:19.710457472Z")).Within(1));

    [Test]
    public void Unread_unknown_fields_allocate_little_more_than_their_text()
    {
        const string Unknown = """{"of_tomorrow":{"deep":[1,2,{"b":null}],"text":"abc"},"more":[true,false,null]}""";
        Assert.That(BytesPerEvent(Unknown), Is.EqualTo(BytesPerEvent("{}") + Unknown.Length).Within(80));
    }

    [Test]
    public void Equal_strings_are_shared_within_a_response_only()
    {
        var (first, second) = (Read(Page("""{"actor_uuid":"A","actor_details":{"uuid":"A","name":"Ada \u0041"},"aux_info":"Ada \u0041"}""")), Read(Page("""{"actor_uuid":"A"}""")));
        Assert.That(first.Items![0].ActorUuid,
            Is.EqualTo("A").And.SameAs(first.Items[0].ActorDetails!.Uuid).And.SameAs(first.Items[^1].ActorUuid));
        Assert.That(first.Items[0].ActorDetails!.Name, Is.EqualTo("Ada A").And.SameAs(first.Items[^1].AuxInfo));
        Assert.That(second.Items![0].ActorUuid, Is.EqualTo("A").And.Not.SameAs(first.Items[0].ActorUuid));
    }

    [Test]
    public void Strings_with_the_same_hash_do_not_mix()
    {
        var texts = Enumerable.Range(0, 20_000).Select(number => new string((char)('a' + number % 26), number % 70) + number)
            .ToList();
        var read = Read(Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', texts.Select(text => $$"""{"aux_info":"{{text}}"}"""))}}]}"""));
        Assert.That(read.Items!.Select(item => item.AuxInfo), Is.EqualTo(texts));
    }

    private static int SizeOf(string text) => (22 + 2 * text.Length + 7) / 8 * 8;

    private static double BytesPerEvent(string json)
    {
        var page = Page(json);
        Read(page);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(page);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000.0;
    }

    private static byte[] Page(string json) => Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Repeat(json, 1_000))}}]}""");

    private static V2.AuditEventItems Read(byte[] page) =>
        WireReader.Parse<V2.AuditEventItems>(page, V2.AuditEventItemsReader.TryRead);
}
