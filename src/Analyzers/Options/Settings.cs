using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Options;

/// <summary>The options of one compilation, read from the global analyzer configuration. Every one is optional.</summary>
internal sealed class Settings
{
    public const string DisposeOptionalTypesKey = "leakguard.dispose_optional_types";
    public const string OwningTypesKey = "leakguard.owning_types";
    public const string BorrowedTypesKey = "leakguard.borrowed_types";
    public const string CallbackMethodsKey = "leakguard.callback_methods";
    public const string BlockingMethodsKey = "leakguard.blocking_methods";
    public const string ExcludedBlockingMethodsKey = "leakguard.excluded_blocking_methods";
    public const string FactoryMethodsKey = "leakguard.factory_methods";
    public const string SharedTypesKey = "leakguard.shared_types";
    public const string QueueCapacityKey = "leakguard.queue_capacity";

    public const int DefaultQueueCapacity = 1024;

    private Settings()
    {
    }

    public ImmutableHashSet<string> DisposeOptionalTypes { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> OwningTypes { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> BorrowedTypes { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> CallbackMethods { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> BlockingMethods { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> ExcludedBlockingMethods { get; private set; } = ImmutableHashSet<string>.Empty;

    public ImmutableHashSet<string> FactoryMethods { get; private set; } = ImmutableHashSet<string>.Empty;

    /// <summary>Some option names single types by who disposes them.</summary>
    public bool NamesTypes => !DisposeOptionalTypes.IsEmpty || !OwningTypes.IsEmpty || !BorrowedTypes.IsEmpty;

    /// <summary>Some option names single methods by what they do in callbacks.</summary>
    public bool NamesMethods => !CallbackMethods.IsEmpty || !BlockingMethods.IsEmpty || !ExcludedBlockingMethods.IsEmpty;

    public ImmutableHashSet<string> SharedTypes { get; private set; } = ImmutableHashSet<string>.Empty;

    public int QueueCapacity { get; private set; } = DefaultQueueCapacity;

    /// <summary>Values that could not be understood, for LEAK0001: key, value, what was expected.</summary>
    public ImmutableArray<(string Key, string Value, string Expected)> Problems { get; private set; } =
        ImmutableArray<(string, string, string)>.Empty;

    /// <summary>Reads the options that hold for the whole compilation; <paramref name="options"/> are those of any one of its files.</summary>
    public static Settings Read(AnalyzerConfigOptions options)
    {
        var settings = new Settings();
        var problems = ImmutableArray.CreateBuilder<(string, string, string)>();
        settings.DisposeOptionalTypes = Names(options, DisposeOptionalTypesKey, problems);
        settings.OwningTypes = Names(options, OwningTypesKey, problems);
        settings.BorrowedTypes = Names(options, BorrowedTypesKey, problems);
        settings.CallbackMethods = Names(options, CallbackMethodsKey, problems);
        settings.BlockingMethods = Names(options, BlockingMethodsKey, problems);
        settings.ExcludedBlockingMethods = Names(options, ExcludedBlockingMethodsKey, problems);
        settings.FactoryMethods = Names(options, FactoryMethodsKey, problems);
        settings.SharedTypes = Names(options, SharedTypesKey, problems);
        if (options.TryGetValue(QueueCapacityKey, out var text))
        {
            if (int.TryParse(text.Trim(), out var capacity) && capacity > 0)
                settings.QueueCapacity = capacity;
            else
                problems.Add((QueueCapacityKey, text, "a whole number greater than zero"));
        }

        settings.Problems = problems.ToImmutable();
        return settings;
    }

    /// <summary>Full names separated by commas, bars or blanks (a semicolon starts a comment in these files): <c>Namespace.Type</c>, <c>Namespace.Type`1</c> or <c>Namespace.Type.Member</c>.</summary>
    private static ImmutableHashSet<string> Names(
        AnalyzerConfigOptions options, string key, ImmutableArray<(string, string, string)>.Builder problems)
    {
        if (!options.TryGetValue(key, out var text) || string.IsNullOrWhiteSpace(text))
            return ImmutableHashSet<string>.Empty;
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var part in text.Split(new[] { ',', '|', ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries))
        {
            if (IsName(part))
                names.Add(part);
            else
                problems.Add((key, part, "full names of types or members, separated by commas"));
        }

        return names.ToImmutable();
    }

    private static bool IsName(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.' or '`' or '+'))
                return false;
        }

        return char.IsLetter(text[0]) || text[0] == '_';
    }
}
