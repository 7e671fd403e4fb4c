using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace S3Kit.Configuration;

/// <summary>
/// The public properties of the options classes. Binding, checking and comparing all walk this one table, so that an option that is added to a
/// class is bound, checked and compared without further ado.
/// </summary>
internal static class OptionTree
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, OptionProperty>> Cache = new();

    /// <summary>The properties of an options class by name, without regard to case.</summary>
    public static FrozenDictionary<string, OptionProperty> Of(Type type) => Cache.GetOrAdd(type, static type =>
    {
        var nullability = new NullabilityInfoContext();
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToFrozenDictionary(property => property.Name, property => new OptionProperty(property, nullability), StringComparer.OrdinalIgnoreCase);
    });

    /// <summary>Whether two options objects of one class say the same, down to the last nested one.</summary>
    public static bool AreEqual(object? left, object? right)
    {
        if (ReferenceEquals(left, right))
            return true;

        return left is not null && right is not null && left.GetType() == right.GetType()
            && Of(left.GetType()).Values.All(property => AreEqual(property.Shape, property.Get(left), property.Get(right)));
    }

    private static bool AreEqual(OptionShape shape, object? left, object? right) => shape switch
    {
        OptionShape.Section => AreEqual(left, right),
        OptionShape.Named => left is IDictionary one && right is IDictionary other && one.Count == other.Count
            && one.Keys.Cast<object>().All(name => other.Contains(name) && AreEqual(one[name], other[name])),
        _ => Equals(left, right),
    };
}
