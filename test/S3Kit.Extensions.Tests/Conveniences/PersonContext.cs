using System.Text.Json.Serialization;

namespace S3Kit.Tests.Conveniences;

[JsonSerializable(typeof(Person))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PersonContext : JsonSerializerContext;
