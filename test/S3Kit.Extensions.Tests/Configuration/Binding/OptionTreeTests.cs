using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class OptionTreeTests
{
    private static readonly Type[] ReadableTypes = [typeof(string), typeof(int), typeof(double), typeof(bool), typeof(TimeSpan)];

    [TestCase(typeof(S3KitOptions))]
    [TestCase(typeof(EndpointOptions))]
    [TestCase(typeof(CircuitBreakerOptions))]
    [TestCase(typeof(HealthProbeOptions))]
    public void Of_EveryOptionsClass_HasOnlyPropertiesThatCanBeRead(Type type)
    {
        var values = OptionTree.Of(type).Values.Where(property => property.Shape == OptionShape.Value).ToList();

        Assert.That(values, Is.Not.Empty);
        Assert.That(values.Where(property => !property.ValueType.IsEnum && !ReadableTypes.Contains(property.ValueType)).Select(property => property.Name), Is.Empty);
    }

    [TestCase(typeof(S3KitOptions))]
    [TestCase(typeof(EndpointOptions))]
    [TestCase(typeof(CircuitBreakerOptions))]
    [TestCase(typeof(HealthProbeOptions))]
    public void Of_EveryNumberAndDuration_HasARange(Type type)
    {
        var unbounded = OptionTree.Of(type).Values
            .Where(property => property.ValueType == typeof(int) || property.ValueType == typeof(double) || property.ValueType == typeof(TimeSpan))
            .Where(property => property.Range is null);

        Assert.That(unbounded.Select(property => property.Name), Is.Empty);
    }

    [Test]
    public void AreEqual_SameContent_IsTrueAndAnyChangeMakesItFalse()
    {
        Assert.That(OptionTree.AreEqual(Sample(), Sample()), Is.True);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.MaxRetries++)), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.CircuitBreaker.Threshold++)), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.Endpoints["a"].Url = "http://other")), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.Endpoints["a"].CircuitBreaker = new())), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.Endpoints["a"].HealthProbe.Path = "/")), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.Endpoints["b"] = new())), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), Sample(options => options.Endpoints.Clear())), Is.False);
        Assert.That(OptionTree.AreEqual(Sample(), null), Is.False);
    }

    private static S3KitOptions Sample(Action<S3KitOptions>? change = null)
    {
        var options = new S3KitOptions { Endpoints = { ["a"] = new EndpointOptions { Url = "http://127.0.0.1" } } };
        change?.Invoke(options);
        return options;
    }
}
