namespace S3Kit.Configuration;

/// <summary>What a property looks like in the configuration.</summary>
internal enum OptionShape
{
    /// <summary>One value: a text, a number, a duration, a name out of a set.</summary>
    Value,

    /// <summary>A section whose keys are the properties of a class.</summary>
    Section,

    /// <summary>A section whose keys are names that the user gives, each with a section of its own.</summary>
    Named,
}
