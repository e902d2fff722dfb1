package link.studentsuccess.api.districtprogram;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The facet of a program of the district, of a student for whom its category is open. Its name is that of its type. */
public sealed interface DistrictProgram extends Facet {

    record SpecialEducation(Student student) implements DistrictProgram {
        @Override
        public DataCategory category() {
            return DataCategory.SPECIAL_EDUCATION;
        }
    }

    record Section504(Student student) implements DistrictProgram {
        @Override
        public DataCategory category() {
            return DataCategory.SECTION_504;
        }
    }

    record Multilingual(Student student) implements DistrictProgram {
        @Override
        public DataCategory category() {
            return DataCategory.MULTILINGUAL;
        }
    }

    record HousingFoster(Student student) implements DistrictProgram {
        @Override
        public DataCategory category() {
            return DataCategory.HOUSING_FOSTER;
        }
    }

    record MealStatus(Student student) implements DistrictProgram {
        @Override
        public DataCategory category() {
            return DataCategory.MEAL_STATUS;
        }
    }
}
