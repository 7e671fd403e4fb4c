using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace S3Kit.AspNetCore;

/// <summary>How the bodies of answers are written. The simple types are those of the extensions of a problem.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredObject))]
[JsonSerializable(typeof(ListingPage))]
[JsonSerializable(typeof(BucketList))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
internal sealed partial class ApiJson : JsonSerializerContext;
