using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Output;

/// <summary>File names sort in the order of their events, and differ from the names of other outputs.</summary>
[Category("InProcess")]
public sealed class OutputFileNameTests
{
    [TestCase("auditevents-00000001.ndjson", "auditevents", 1, false)]
    [TestCase("acme-auditevents-00001234.ndjson.gz", "acme-auditevents", 1234, true)]
    [TestCase("a-00000007-99999999.ndjson", "a-00000007", 99_999_999, false)]
    [TestCase("a.*-00000001.ndjson", "a.*", 1, false)]
    [TestCase("Zürich AG-00000001.ndjson", "Zürich AG", 1, false)]
    public void Output_file_name_is_parsed_and_formatted(string name, string baseName, int number, bool gzip)
    {
        Assert.That(OutputFileName.Parse(name), Is.EqualTo(new OutputFileName(baseName, number, gzip)));
        Assert.That(new OutputFileName(baseName, number, gzip).ToString(), Is.EqualTo(name));
    }

    [TestCase("auditevents-00000001.ndjson.open", false)]
    [TestCase("auditevents-00000001.ndjson.gz.open", true)]
    public void Name_of_an_open_file_is_parsed_and_formatted(string name, bool gzip)
    {
        Assert.That(OutputFileName.Parse(name), Is.EqualTo(new OutputFileName("auditevents", 1, gzip, IsOpen: true)));
        Assert.That(OutputFileName.Parse(name)!.ToString(), Is.EqualTo(name));
        Assert.That(OutputFileName.Parse(name)!.Next(gzip).IsOpen, Is.False);
    }

    [TestCase("")]
    [TestCase("auditevents-00000001.ndjson.open.open")]
    [TestCase("auditevents-00000001.ndjson.open.gz")]
    [TestCase("auditevents.ndjson")]
    [TestCase("-00000001.ndjson")]
    [TestCase("auditevents-1.ndjson")]
    [TestCase("auditevents-000000001.ndjson.zst")]
    [TestCase("auditevents-00000001.ndjson\n")]
    [TestCase("auditevents-00000001.ndjson.gz.partial")]
    [TestCase("auditevents-00000001xndjson")]
    [TestCase("auditevents-٠٠٠٠٠٠٠١.ndjson")]
    [TestCase("auditevents-+0000001.ndjson")]
    [TestCase("../auditevents-00000001.ndjson")]
    [TestCase("/auditevents-00000001.ndjson")]
    [TestCase("a\\auditevents-00000001.ndjson")]
    public void Other_file_names_are_not_parsed(string name) => Assert.That(OutputFileName.Parse(name), Is.Null);

    [Test]
    public void Output_file_names_sort_by_number()
    {
        int[] numbers = [1, 2, 9, 10, 11, 99, 100, 99_999, 100_000, 10_000_000, 99_999_999];
        string[] names = [.. numbers.Select((number, at) => new OutputFileName("a", number, Gzip: at % 2 == 0).ToString())];
        Assert.That(names.Reverse().Order(StringComparer.Ordinal), Is.EqualTo(names));
    }

    [Test]
    public void Highest_number_has_no_next_file_name()
    {
        var last = new OutputFileName("a", 99_999_998, Gzip: false).Next(gzip: true);
        Assert.That(last.ToString(), Is.EqualTo("a-99999999.ndjson.gz"));
        Assert.That(() => last.Next(gzip: true), Throws.InstanceOf<IOException>().With.Message.Contains("a-99999999.ndjson.gz"));
    }
}
