using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Config;

/// <summary>Where the token of an account comes from. The token itself is in no file of ours, and no message here shows a value.</summary>
internal abstract partial record TokenConfig
{
    private static readonly string[] Sources = ["env", "file", "command"];

    private TokenConfig()
    {
    }

    public static TokenConfig Read(ConfigValue value) => value.Node.Kind == JsonValueKind.Object
        ? ConfigSection.Open(value, token => Read(token, value))
        : throw new InvalidValueException("token must be an object: env, file or command; the token itself does not belong in this file");

    /// <summary>The kind only: the rest may hold what a variable brought in.</summary>
    public sealed override string ToString() => GetType().Name;

    private static TokenConfig Read(ConfigSection token, ConfigValue value)
    {
        var variable = token.Read<TokenConfig?>("env", null, env => new FromVariable(VariableName(env)));
        var file = token.Read<TokenConfig?>("file", null, path => new FromFile(path.FullPath()));
        var command = token.Read<TokenConfig?>("command", null, FromCommand.Read);
        var given = Sources.Where(token.Has).ToList();

        // With an unknown key and nothing else, that key is the problem.
        if (given.Count > 1 || value.Node.Members.Count == 0)
            token.Wrong($"token has {(given.Count > 0 ? string.Join(" and ", given) : "nothing")}, must have one of env, file and command");
        return (variable ?? file ?? command)!;
    }

    private static string VariableName(ConfigValue value) => Variable().IsMatch(value.Word("the name of an environment variable"))
        ? value.Text()
        : throw new InvalidValueException("is not the name of an environment variable: letters, digits and underscores, no digit first");

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    /// <summary>An environment variable holds it.</summary>
    internal sealed record FromVariable(string Name) : TokenConfig;

    /// <summary>A file holds it.</summary>
    internal sealed record FromFile(string Path) : TokenConfig;

    /// <summary>A program prints it. It is a name on the PATH or a full path. There is no shell: each argument reaches the program as it is.</summary>
    internal sealed record FromCommand(string Program, IReadOnlyList<string> Arguments) : TokenConfig
    {
        public static new FromCommand Read(ConfigValue value)
        {
            var words = value.Items("a list: a program and its arguments", word => word.Text());
            return words.Count < value.Node.Items.Count || !string.IsNullOrWhiteSpace(words[0])
                ? new FromCommand(FullPath(words.FirstOrDefault(""), value), [.. words.Skip(1)])
                : throw new InvalidValueException("has no program in the first place of the list");
        }

        // A path starts from the folder of the file, as all paths in it do.
        private static string FullPath(string program, ConfigValue value) =>
            Path.GetFileName(program) == program ? program : Path.GetFullPath(program, value.Reading.Text.Folder);
    }
}
