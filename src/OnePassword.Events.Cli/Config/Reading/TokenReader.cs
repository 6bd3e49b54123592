using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Accounts;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>Reads where the token of an account comes from. No message shows a value.</summary>
internal static partial class TokenReader
{
    private static readonly string[] Sources = ["env", "file", "command"];

    public static TokenSource Read(ConfigValue value) => value.Node.Kind == JsonValueKind.Object
        ? ConfigSection.Read(value, token => Read(token, value))
        : throw new InvalidValueException(
            "must be an object with env, file or command. The token itself does not belong in this file");

    private static TokenSource Read(ConfigSection token, ConfigValue value)
    {
        var variable = token.Optional<TokenSource?>("env", null, ReadVariable);
        var file = token.Optional<TokenSource?>("file", null, ReadFile);
        var command = token.Optional<TokenSource?>("command", null, ReadCommand);
        var given = Sources.Where(token.Has).ToList();

        // If an unknown key is the only one, it is the problem.
        if (given.Count > 1 || value.Node.Members.Count == 0)
            token.AddProblem(
                $"has {(given.Count > 0 ? string.Join(" and ", given) : "no source")}. "
                    + "Specify exactly one of env, file and command");
        return (variable ?? file ?? command)!;
    }

    public static TokenSource ReadVariable(ConfigValue value) =>
        Variable().IsMatch(value.Word("the name of an environment variable"))
        ? new TokenSource.FromVariable(value.Text())
        : throw new InvalidValueException(
            "is not the name of an environment variable: letters, digits and underscores, not starting with a digit");

    public static TokenSource ReadFile(ConfigValue value) => new TokenSource.FromFile(value.FullPath());

    private static TokenSource.FromCommand ReadCommand(ConfigValue value)
    {
        var words = value.Items("a list with a program and its arguments", word => word.Text());
        return words.Count < value.Node.Items.Count || !string.IsNullOrWhiteSpace(words[0])
            ? new TokenSource.FromCommand(FullPath(words.FirstOrDefault(""), value), [.. words.Skip(1)])
            : throw new InvalidValueException("has no program as its first item");
    }

    // A path starts from the folder of the file, as all paths in it do.
    private static string FullPath(string program, ConfigValue value) =>
        Path.GetFileName(program) == program ? program : Path.GetFullPath(program, value.Context.Text.Folder);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
