namespace S3Kit.Configuration;

/// <summary>
/// What the attributes and types of the options classes rule out, class by class, each fault by its configuration key. The source generator
/// for validators would name properties instead of keys, and not say which value was given.
/// </summary>
internal static class AttributeFaults
{
    public static void Collect(object options, Func<string, string> keyOf, ICollection<string> faults)
    {
        foreach (var property in OptionTree.Of(options.GetType()).Values.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            var key = keyOf(property.Name);
            var value = property.Get(options);
            if (value is null)
            {
                if (!property.IsNullable)
                    faults.Add($"{key}: must not be null");
            }
            else if (property.Shape == OptionShape.Section)
                Collect(value, name => $"{key}:{name}", faults);
            else if (property.Range is { } range && !range.Contains(value))
                faults.Add(FormattableString.Invariant($"{key}: {value} is not in the range {range}"));
            else if (property.ValueType.IsEnum && !Enum.IsDefined(property.ValueType, value))
                faults.Add($"{key}: {value} is not {OptionValue.Wanted(property.ValueType)}");
        }
    }
}
