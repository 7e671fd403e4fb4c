using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace S3Kit.Configuration;

/// <summary>One property of an options class, as binding, validation and comparison see it.</summary>
internal sealed class OptionProperty
{
    private readonly PropertyInfo _property;

    public OptionProperty(PropertyInfo property, NullabilityInfoContext nullability)
    {
        _property = property;
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Shape = ShapeOf(ValueType);
        IsNullable = nullability.Create(property).ReadState == NullabilityState.Nullable;
        Range = property.GetCustomAttribute<RangeAttribute>() is { } range ? OptionRange.From(range) : null;
    }

    public string Name => _property.Name;

    public Type ValueType { get; }

    public OptionShape Shape { get; }

    public bool IsNullable { get; }

    public OptionRange? Range { get; }

    public object? Get(object owner) => _property.GetValue(owner);

    public void Set(object owner, object? value) => _property.SetValue(owner, value);

    private static OptionShape ShapeOf(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return OptionShape.Named;

        return type.IsValueType || type == typeof(string) ? OptionShape.Value : OptionShape.Section;
    }
}
