using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Secrets;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>Reads where a secret comes from. No message shows a value.</summary>
internal static partial class SecretSourceReader
{
    private static readonly string[] Sources = ["env", "file", "command"];

    public static SecretSource Read(ConfigValue value) => value.Node.Kind == JsonValueKind.Object
        ? ConfigSection.Read(value, token => Read(token, value))
        : throw new InvalidValueException(value.Node.IsFromOption
            ? $"a secret does not belong on a command line. Use --set {value.Key}.env=NAME, --set {value.Key}.file=PATH or "
                + $"--set {value.Key}.command='[\"PROGRAM\"]'"
            : $"must be an object with env, file or command. The {value.Key.Split('.')[^1]} itself does not belong in this file");

    private static SecretSource Read(ConfigSection token, ConfigValue value)
    {
        var variable = token.Optional<SecretSource?>("env", null, ReadVariable);
        var file = token.Optional<SecretSource?>("file", null, ReadFile);
        var command = token.Optional<SecretSource?>("command", null, ReadCommand);
        var given = Sources.Where(token.Has).ToList();

        // If an unknown key is the only one, it is the problem.
        if (given.Count > 1 || value.Node.Members.Count == 0)
            token.AddProblem(
                $"has {(given.Count > 0 ? string.Join(" and ", given) : "no source")}. "
                    + "Specify exactly one of env, file and command");
        return (variable ?? file ?? command)!;
    }

    public static SecretSource ReadVariable(ConfigValue value)
    {
        var name = value.Word("the name of an environment variable");
        if (!Variable().IsMatch(name))
            throw new InvalidValueException(
                "is not the name of an environment variable: letters, digits and underscores, not starting with a digit");
        value.Context.SecretVariables.Add(name);
        return new SecretSource.FromVariable(name);
    }

    public static SecretSource ReadFile(ConfigValue value) => new SecretSource.FromFile(value.FullPath());

    private static SecretSource.FromCommand ReadCommand(ConfigValue value)
    {
        var words = value.Items("a list with a program and its arguments", word => word.Text());
        return words.Count < value.Node.Items.Count || !string.IsNullOrWhiteSpace(words[0])
            ? new SecretSource.FromCommand(FullPath(words.FirstOrDefault(""), value), [.. words.Skip(1)])
            : throw new InvalidValueException("has no program as its first item");
    }

    // A path starts from the folder of the file, as all paths in it do.
    private static string FullPath(string program, ConfigValue value) =>
        Path.GetFileName(program) == program ? program : Path.GetFullPath(program, value.Context.Source.Folder);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
