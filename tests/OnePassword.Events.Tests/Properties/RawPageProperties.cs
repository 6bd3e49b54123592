using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Raw events contain exactly the bytes of the page, for any JSON.</summary>
public sealed class RawPageProperties
{
    private static readonly FsCheck.Gen<(IReadOnlyList<string> Items, string Page)> Pages =
        from items in Inputs.Json.ListOf()
        from list in Inputs.Spaced([.. items.SelectMany((item, index) => index == 0 ? new[] { item } : [",", item]).Prepend("[").Append("]")])
        from odd in Inputs.Json
        from members in Gen.Shuffle([$"\"items\":{list}", "\"cursor\": \"c\"", "\"has_more\" :false", $"\"odd\":{odd}"])
        select ((IReadOnlyList<string>)items, $"{{{string.Join(',', members)}}}");

    [Test]
    public void Raw_events_contain_exactly_their_bytes() => Checking.ForAll(Pages, page =>
        Assert.That(Read(page.Page).Select(@event => Encoding.UTF8.GetString(@event.Json.Span)), Is.EqualTo(page.Items)));

    [Test]
    public void Event_as_a_line_has_no_line_breaks_and_the_same_tokens() => Checking.ForAll(Inputs.Json, json =>
    {
        var line = new ArrayBufferWriter<byte>();
        Read($$"""{"cursor":"c","items":[{{json}}]}""")[0].WriteLine(line);
        var text = Encoding.UTF8.GetString(line.WrittenSpan);
        Assert.That(text.IndexOfAny(['\r', '\n']), Is.EqualTo(text.Length - 1));
        Assert.That(Tokens(line.WrittenSpan), Is.EqualTo(Tokens(Encoding.UTF8.GetBytes(json))));
    });

    private static IReadOnlyList<RawEvent> Read(string page) => RawEventPage.Parse(Encoding.UTF8.GetBytes(page)).Items;

    private static List<string> Tokens(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var tokens = new List<string>();
        while (reader.Read())
            tokens.Add($"{reader.TokenType} {Encoding.UTF8.GetString(reader.ValueSpan)}");
        return tokens;
    }
}
