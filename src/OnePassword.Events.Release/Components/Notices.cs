using System.Text;

namespace OnePassword.Events.Release.Components;

/// <summary>Writes the copyright notices and licenses of all packages, as their licenses demand.</summary>
internal static class Notices
{
    private const string Line = "----------------------------------------------------------------------";

    // Packages with this license often contain no text of it.
    private const string Mit = """
        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
        files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
        modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
        is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
        OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
        LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
        IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    public static void Write(LinkedFiles files, string name, string file)
    {
        var text = new StringBuilder($"{name} contains the packages below. Each section names packages and their license.\n");
        foreach (var group in files.Packages.GroupBy(TextOf, StringComparer.Ordinal))
        {
            text.Append($"\n{Line}\n\n");
            foreach (var package in group)
                text.Append($"{package.Id} {package.Version} ({package.License}) {package.ProjectUrl}\n");
            text.Append($"\n{group.Key}\n");
        }
        File.WriteAllText(file, text.ToString());
    }

    private static string TextOf(LinkedPackage package)
    {
        string[] texts = [.. Texts(package.Folder, "LICENSE*"), .. Texts(package.Folder, "THIRD-PARTY-NOTICES*")];
        if (texts.Length > 0)
            return string.Join($"\n\n", texts);
        if (package.License == "MIT")
            return $"{package.Copyright ?? package.Authors}\n\n{Mit.ReplaceLineEndings("\n")}";
        throw new IOException($"{package.Id} {package.Version} contains no text of its license, {package.License}. Add the text to Notices.cs.");
    }

    private static IEnumerable<string> Texts(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
            .Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).ReplaceLineEndings("\n").Trim());
}
