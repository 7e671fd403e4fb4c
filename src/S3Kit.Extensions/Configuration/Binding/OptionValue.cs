using System.Globalization;

namespace S3Kit.Configuration;

/// <summary>Reads a value of the configuration, always in the invariant culture, and says what form is wanted when it cannot.</summary>
internal static class OptionValue
{
    private const int LongestShown = 80;

    /// <summary>Reads the text as a value of the property's type.</summary>
    /// <param name="type">The type, not a nullable one.</param>
    /// <param name="text">What the configuration says.</param>
    /// <returns>The value; <see langword="null"/> when the text is none of that type.</returns>
    public static object? Parse(Type type, string text)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(TimeSpan))
            return ParseDuration(text);

        return ParseName(type, text);
    }

    /// <summary>The form that <see cref="Parse"/> wants, to follow "is not".</summary>
    public static string Wanted(Type type)
    {
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        if (type == typeof(double))
            return "a number";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(TimeSpan))
            return "a duration written as hours:minutes:seconds, such as 00:00:30, 00:00:00.250 or 1.00:00:00 for a day";

        return "one of " + string.Join(", ", Enum.GetNames(type));
    }

    /// <summary>A value as it may stand in a message: in quotes, bounded, and without what could break a line of a log.</summary>
    public static string Show(string text)
    {
        var shown = text.Length > LongestShown ? string.Concat(text.AsSpan(0, LongestShown), "...") : text;
        return "'" + string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c)) + "'";
    }

    private static TimeSpan? ParseDuration(string text)
    {
        // "30" would be thirty days, and "00:30" thirty minutes: too easily meant otherwise.
        if (text.Count(c => c == ':') != 2)
            return null;

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) ? duration : null;
    }

    private static object? ParseName(Type type, string text)
    {
        var wanted = OptionNames.Normalize(text);
        var name = Enum.GetNames(type).FirstOrDefault(name => string.Equals(OptionNames.Normalize(name), wanted, StringComparison.Ordinal));
        return name is null ? null : Enum.Parse(type, name);
    }
}
