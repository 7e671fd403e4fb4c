using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace S3Kit.Configuration;

/// <summary>
/// The limits of a <see cref="RangeAttribute"/>, both of them legal unless the lower one is excluded. The attribute's own check reads its limits in the
/// culture of the thread that comes first, and knows neither the configuration key nor how to tell the value that was given.
/// </summary>
internal sealed record OptionRange(IComparable Minimum, IComparable Maximum, bool ExcludesMinimum = false)
{
    public static OptionRange From(RangeAttribute range) =>
        new(Limit(range.OperandType, range.Minimum), Limit(range.OperandType, range.Maximum), range.MinimumIsExclusive);

    /// <summary>Whether the value, of the same type as the limits, lies between them. Not a number lies nowhere.</summary>
    public bool Contains(object value) => Minimum.CompareTo(value) <= 0 && Maximum.CompareTo(value) >= 0 && !(ExcludesMinimum && Minimum.Equals(value));

    public override string ToString() => ExcludesMinimum
        ? string.Create(CultureInfo.InvariantCulture, $"above {Minimum} up to {Maximum}")
        : string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}");

    private static IComparable Limit(Type type, object limit)
    {
        if (type == typeof(TimeSpan))
            return TimeSpan.ParseExact((string)limit, "c", CultureInfo.InvariantCulture);

        return type == typeof(long) ? long.Parse((string)limit, CultureInfo.InvariantCulture) : (IComparable)limit;
    }
}
