// Each of them has a silo, a world and a load of its own, on a machine that may be small: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
