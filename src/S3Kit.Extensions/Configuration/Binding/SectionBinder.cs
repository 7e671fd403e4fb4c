using System.Collections;
using Microsoft.Extensions.Configuration;

namespace S3Kit.Configuration;

/// <summary>
/// Sets options from a section and notes every fault instead of stopping at the first. What is faulty keeps its default, so that the checks that follow
/// see the rest as it was meant. Values are shown in faults only where a number, a duration or a name out of a set is wanted: secrets are texts.
/// </summary>
internal sealed class SectionBinder(ICollection<string> faults)
{
    public void Bind(IConfiguration section, object target)
    {
        var properties = OptionTree.Of(target.GetType());
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                faults.Add(Unknown(child, properties.Values));
            else if (property.Shape == OptionShape.Value)
                BindValue(child, property, target);
            else if (IsSection(child) && property.Shape == OptionShape.Section)
                BindSection(child, property, target);
            else if (IsSection(child))
                BindNamed(child, property, target);
        }
    }

    /// <summary>Whether a section is one; if it is a single value instead, that is noted.</summary>
    public bool IsSection(IConfigurationSection section)
    {
        if (string.IsNullOrEmpty(section.Value))
            return true;

        // The value is not shown: someone may have put a URL with a password here.
        faults.Add($"{section.Path}: a section with keys of its own is expected here, not a single value");
        return false;
    }

    private static string Unknown(IConfigurationSection child, IEnumerable<OptionProperty> properties)
    {
        var nearest = OptionNames.Nearest(child.Key, properties.Select(property => property.Name));
        return nearest is null ? $"{child.Path}: there is no such setting" : $"{child.Path}: there is no such setting; did you mean {nearest}?";
    }

    private void BindValue(IConfigurationSection child, OptionProperty property, object target)
    {
        if (child.GetChildren().Any())
            faults.Add($"{child.Path}: a single value is expected here, not a section or a list");
        else if (string.IsNullOrEmpty(child.Value))
            return; // Null and empty say "not given": an empty environment variable takes a setting back to its default.
        else if (OptionValue.Parse(property.ValueType, child.Value) is { } value)
            property.Set(target, value);
        else
            faults.Add($"{child.Path}: {OptionValue.Show(child.Value)} is not {OptionValue.Wanted(property.ValueType)}");
    }

    private void BindSection(IConfigurationSection child, OptionProperty property, object target)
    {
        if (!child.GetChildren().Any())
            return;

        var nested = property.Get(target) ?? Activator.CreateInstance(property.ValueType)!;
        Bind(child, nested);
        property.Set(target, nested);
    }

    private void BindNamed(IConfigurationSection child, OptionProperty property, object target)
    {
        var entries = child.GetChildren().ToList();
        if (entries.Count > 0 && entries.TrueForAll(entry => entry.Key.All(char.IsAsciiDigit)))
        {
            faults.Add($"{child.Path}: a list is not expected here; give each entry a name, as in {child.Path}:main");
            return;
        }

        var byName = (IDictionary)property.Get(target)!;
        foreach (var entry in entries.Where(IsSection))
        {
            // An entry without a single key still counts, so that what it lacks is reported.
            var nested = byName[entry.Key] ??= Activator.CreateInstance(property.ValueType.GenericTypeArguments[1])!;
            Bind(entry, nested);
        }
    }
}
