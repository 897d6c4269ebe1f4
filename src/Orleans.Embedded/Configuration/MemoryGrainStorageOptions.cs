namespace Orleans.Configuration;

/// <summary>Nothing to set here; it exists so that Orleans set-up code compiles.</summary>
public class MemoryGrainStorageOptions;
