using System.ComponentModel;
using System.Globalization;

namespace OnePassword.Events.Identity;

/// <summary>Binds the text of a configuration value to an option of one of the library's types.</summary>
internal abstract class TextConverter<T> : TypeConverter
    where T : class
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <exception cref="OptionTextException">The text is invalid.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        Parse((string)value);

    /// <exception cref="OptionTextException">The text is invalid.</exception>
    protected abstract T Parse(string text);
}
