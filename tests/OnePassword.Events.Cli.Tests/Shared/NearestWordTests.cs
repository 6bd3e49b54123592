using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Shared;

// Misspelled on purpose. cspell:ignore emul exprot exort introspct emulater sicne outpt yestrday tokn mni evn reginon xyzzy
[Category("InProcess")]
public sealed class NearestWordTests
{
    private static readonly string[] Commands = ["export", "follow", "introspect", "emulator", "state", "config", "completion", "help"];
    private static readonly string[] Options = ["--since", "--until", "--output", "--page-size", "--token-file", "--token-stdin", "--api"];
    private static readonly string[] Keys = ["name", "env", "min", "region", "page_size"];

    [TestCase("exprot", "export")]
    [TestCase("exort", "export")]
    [TestCase("EXPORT", "export")]
    [TestCase("introspct", "introspect")]
    [TestCase("inspect", "introspect")]
    [TestCase("emulater", "emulator")]
    [TestCase("emul", "emulator")]
    [TestCase("conf", "config")]
    [TestCase("comp", "completion")]
    public void Misspelled_or_shortened_command_is_found(string typed, string expected) =>
        Assert.That(NearestWord.Find(typed, Commands), Is.EqualTo(new[] { expected }));

    [TestCase("--sicne", "--since")]
    [TestCase("-since", "--since")]
    [TestCase("--outpt", "--output")]
    [TestCase("--out", "--output")]
    [TestCase("--pagesize", "--page-size")]
    [TestCase("--token", "--token-file", "--token-stdin")]
    [TestCase("--tokn", "--token-file", "--token-stdin")]
    public void Misspelled_or_shortened_option_is_found(string typed, params string[] expected) =>
        Assert.That(NearestWord.Find(typed, Options), Is.EqualTo(expected));

    [TestCase("evn", "env")]
    [TestCase("mni", "min")]
    [TestCase("reginon", "region")]
    [TestCase("pageSize", "page_size")]
    public void Misspelled_key_is_found(string typed, string expected) =>
        Assert.That(NearestWord.Find(typed, Keys), Is.EqualTo(new[] { expected }));

    [TestCase("")]
    [TestCase("--")]
    [TestCase("x")]
    [TestCase("xyzzy")]
    [TestCase("webhook")]
    public void Other_word_has_no_suggestion(string typed) =>
        Assert.That(NearestWord.DidYouMean(typed, [.. Commands, .. Options, .. Keys]), Is.Empty);

    [Test]
    public void Question_lists_the_words() =>
        Assert.That(NearestWord.DidYouMean("--token", Options), Is.EqualTo(" Did you mean --token-file or --token-stdin?"));
}
