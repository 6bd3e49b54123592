using System.ComponentModel;
using System.Globalization;

namespace OnePassword.Events.Identity;

/// <summary>Lets configuration, which is text, fill options of our own types.</summary>
internal abstract class TextConverter<T>(Func<string, T> parse) : TypeConverter
    where T : class
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <exception cref="OptionTextException">The text is invalid.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        try
        {
            return parse((string)value);
        }
        catch (ArgumentException e)
        {
            throw new OptionTextException(e.Message.Split(" (Parameter '", StringSplitOptions.None)[0]);
        }
    }
}
