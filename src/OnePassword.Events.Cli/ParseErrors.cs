using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli;

/// <summary>What is wrong with a command line, on one line.</summary>
internal static class ParseErrors
{
    public static string Describe(ParseResult command)
    {
        var path = PathOf(command.CommandResult.Command);
        var problem = command.UnmatchedTokens.Count > 0
            ? $"There is no command or option {Shown(command.UnmatchedTokens[0])}."
            : WrongType(command.Errors[0]) ?? string.Join(' ', command.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{problem} See {path} --help.";
    }

    // System.CommandLine names the .NET type of a value that it cannot read.
    private static string? WrongType(ParseError error)
    {
        if ((error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is not { } result || !error.Message.Contains("'System.", StringComparison.Ordinal))
            return null;
        var form = Type.GetTypeCode(Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Double => "a number",
            _ => "a whole number in its range",
        };
        return $"{result.Option.Name} {SafeText.Quote(result.Tokens.Count > 0 ? result.Tokens[0].Value : "")} is not {form}.";
    }

    // As it is typed. The root's own name is that of the process.
    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "op-events";

    /// <summary>A word of the command line without the value of an option: somebody may have tried to give a token there.</summary>
    public static string Shown(string word) => SafeText.Quote(word.StartsWith('-') && word.AsSpan().IndexOfAny('=', ':') is var value and > 0 ? word[..value] : word);

    /// <summary>Lets an option have one of a few values, and says so in words.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params string[] values)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !values.Contains(token.Value, StringComparer.Ordinal)) is { } unknown)
                result.AddError($"{option.Name} {SafeText.Quote(unknown.Value)} is not {string.Join(", ", values[..^1])} or {values[^1]}.");
        });
        option.CompletionSources.Add(values);
        return option;
    }
}
